using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using FactoryFlow.AppHost.Fetching;
using FactoryFlow.AppHost.Processes;

namespace FactoryFlow.AppHost.Dashboard;

/// <summary>The official Aspire dashboard, as its command-line tool carries it.</summary>
internal static class DashboardPackage
{
    private static readonly NpmPackage Package = new("@microsoft/aspire-cli-linux-x64", "13.5.4",
        "sha512-8PWeRHM1+QwQB2wxDnfPsimi3EW01r04b4DjX0jIDE78SlfJabwVfYArW/48vDzYvPzKSRye6DIPVAsCFoXjBA==");

    /// <summary>The program's path, fetched at the first start.</summary>
    public static async Task<string> Find(Action<string> report, CancellationToken cancellationToken)
    {
        var folder = await CacheFolder.GetOrFill($"aspire-{Package.Version}", async draft =>
        {
            if (RuntimeInformation.OSArchitecture != Architecture.X64)
                throw new StartException($"it is not published for {RuntimeInformation.OSArchitecture} processors");
            var unpacked = Directory.CreateDirectory(Path.Combine(draft, "unpacked")).FullName;
            var tarball = await Package.Fetch(draft, () => report("Fetching the Aspire dashboard (128 MB, once)"), cancellationToken);
            await using (var stream = new GZipStream(File.OpenRead(tarball), CompressionMode.Decompress))
                await TarFile.ExtractToDirectoryAsync(stream, unpacked, overwriteFiles: false, cancellationToken);
            File.Delete(tarball);

            // The tool unpacks itself into a folder per version, of which the dashboard is the part named managed.
            var tool = Path.Combine(unpacked, "package/bin/aspire");
            File.SetUnixFileMode(tool, File.GetUnixFileMode(tool) | UnixFileMode.UserExecute);
            var environment = new Dictionary<string, string?> { ["HOME"] = unpacked, ["ASPIRE_CLI_TELEMETRY_OPTOUT"] = "true", ["NO_COLOR"] = "1" };
            var installed = Path.Combine(draft, "installed");
            await Tool.Run(tool, ["setup", "--install-path", installed, "--non-interactive", "--nologo"], cancellationToken, unpacked, environment: environment);
            var program = Directory.EnumerateFiles(installed, "aspire-managed", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
                .FirstOrDefault() ?? throw new StartException("its package holds no dashboard");
            Directory.Move(Path.GetDirectoryName(program)!, Path.Combine(draft, "managed"));
            Directory.Delete(unpacked, recursive: true);
            Directory.Delete(installed, recursive: true);
        }, cancellationToken);
        return Path.Combine(folder, "managed/aspire-managed");
    }
}
