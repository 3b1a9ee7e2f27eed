using System.Diagnostics;

namespace FactoryFlow.EndToEnd.Tests.Clients;

/// <summary>The examples of docs/clients.md, as somebody runs them who has just found the page.</summary>
public sealed class ClientTests(WholeSystem system)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private static readonly string Root = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../.."));

    private static readonly string s_kept = Path.Combine(Root, "artifacts/clients");

    [Fact]
    public async Task The_client_in_typescript_is_generated_compiled_and_creates_a_worker()
    {
        if (!IsThere("npm")) Assert.Skip("npm is not on this machine: install Node.js 20 or newer to run the example in TypeScript.");
        var folder = Directory.CreateTempSubdirectory("factoryflow-client-").FullName;
        try
        {
            foreach (var file in new[] { "package.json", "tsconfig.json", "client.ts", "example.ts" }) File.Copy(Path.Combine(Root, "clients/typescript", file), Path.Combine(folder, file));
            var factory = await Factory.Open(system.Running);
            await Run(folder, factory, "npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error");
            await Run(folder, factory, "npm", "run", "build");
            (await Run(folder, factory, "node", "out/example.js")).ShouldContain($"Created worker {await TheWorker(factory, "TS-1")}");
            await Run(folder, factory, "npm", "pack", "--loglevel=error", "--pack-destination", Kept("factoryflow-client-*.tgz"));
            await File.WriteAllTextAsync(Path.Combine(Kept("openapi.json"), "openapi.json"), (await system.Running.Anybody.Get("/openapi/v1.json")).Expect(200).Body, TestContext.Current.CancellationToken);
            await UsePackage(factory, Directory.GetFiles(s_kept, "factoryflow-client-*.tgz").ShouldHaveSingleItem());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_client_in_csharp_creates_a_worker()
    {
        var factory = await Factory.Open(system.Running);
        (await Run(Root, factory, "dotnet", "artifacts/bin/FactoryFlow.Client.Example/debug/FactoryFlow.Client.Example.dll")).ShouldContain($"Created worker {await TheWorker(factory, "CS-1")}");
        // As it was built for this test: nothing is fetched.
        await Run(Root, factory, "dotnet", "pack", "protos/FactoryFlow.Protos.csproj", "--no-build", "--nologo", "-c", "Debug", "-o", Kept("FactoryFlow.Protos.*.nupkg"));
        Directory.GetFiles(s_kept, "FactoryFlow.Protos.*.nupkg").ShouldHaveSingleItem();
    }

    // As somebody does who has the package and nothing else.
    private async Task UsePackage(Factory factory, string package)
    {
        var folder = Directory.CreateTempSubdirectory("factoryflow-use-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), """{"type": "module"}""");
            await File.WriteAllTextAsync(Path.Combine(folder, "use.js"), """
                import { createClient } from "factoryflow-client";
                const { TENANT, EMAIL, PASSWORD, API } = process.env;
                const session = await createClient(API).POST("/api/v1/auth/login", { body: { tenant: TENANT, email: EMAIL, password: PASSWORD } });
                const { data } = await createClient(API, session.data.accessToken).GET("/api/v1/workers");
                console.log(data.workers.map(worker => worker.code).join());
                """);
            await Run(folder, factory, "npm", "install", package, "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error");
            (await Run(folder, factory, "node", "use.js")).Trim().ShouldBe("TS-1");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Where what clients are made of is kept for whoever wants it, in place of what an earlier run left there.
    private static string Kept(string pattern)
    {
        Directory.CreateDirectory(s_kept);
        foreach (var file in Directory.GetFiles(s_kept, pattern)) File.Delete(file);
        return s_kept;
    }

    private static async Task<string> TheWorker(Factory factory, string code)
    {
        var worker = (await factory.Admin.Get("/api/v1/workers")).Items("workers").ShouldHaveSingleItem();
        worker.GetProperty("code").GetString().ShouldBe(code);
        return worker.GetProperty("id").GetString()!;
    }

    private async Task<string> Run(string folder, Factory factory, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        var (gateway, grpc) = (system.Running.Handle.GatewayAddress, system.Running.Handle.GrpcAddress);
        foreach (var (name, value) in new[] { ("API", gateway.ToString().TrimEnd('/')), ("OPENAPI", $"{gateway}openapi/v1.json"), ("GRPC", grpc.ToString()), ("TENANT", factory.Slug), ("EMAIL", Factory.EmailOf(factory.Slug)), ("PASSWORD", Factory.Password) })
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}: {await output} {await errors}");
            return await output;
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static bool IsThere(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
