using System.Diagnostics;
using System.Text.Json.Nodes;

namespace FactoryFlow.Feed.Tests.Switch;

/// <summary>A project as anyone here would write it, evaluated but not built.</summary>
internal static class Sample
{
    /// <summary>The references of a project that names the given packages.</summary>
    public static async Task<JsonNode> EvaluateAsync(IEnumerable<string> packages, string setting = "")
    {
        // Below the artifacts folder, and so below the repository's Directory.Build files, like any other project.
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "Sample", Guid.NewGuid().ToString("N")));
        var project = Path.Combine(folder.FullName, "Sample.csproj");
        var references = string.Concat(packages.Select(package => $"<PackageReference Include=\"{package}\" />"));
        await File.WriteAllTextAsync(project, $"<Project Sdk=\"Microsoft.NET.Sdk\"><ItemGroup>{references}</ItemGroup></Project>", Bounded.Token);
        var json = await RunAsync("dotnet", $"msbuild {project} -getItem:ProjectReference,PackageReference,PackageVersion {setting}");
        folder.Delete(recursive: true);
        return JsonNode.Parse(json)!["Items"]!;
    }

    private static async Task<string> RunAsync(string program, string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(Bounded.Token);
        await process.WaitForExitAsync(Bounded.Token);
        return process.ExitCode == 0 ? output : throw new InvalidOperationException(output);
    }
}
