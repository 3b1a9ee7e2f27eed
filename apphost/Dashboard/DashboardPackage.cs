using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using FactoryFlow.AppHost.Fetching;
using FactoryFlow.AppHost.Processes;

namespace FactoryFlow.AppHost.Dashboard;

/// <summary>The official Aspire dashboard, as its command-line tool carries it.</summary>
internal static class DashboardPackage
{
    /// <summary>Variables that let it run on a machine that has no ICU, such as a bare container.</summary>
    public static IReadOnlyDictionary<string, string?> Globalization { get; } = HasIcu() ? new Dictionary<string, string?>() : new Dictionary<string, string?>
    {
        ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1",
        ["DOTNET_SYSTEM_GLOBALIZATION_PREDEFINED_CULTURES_ONLY"] = "0",
    };

    /// <summary>The program's path, fetched at the first start.</summary>
    public static async Task<string> Find(Action<string> report, CancellationToken cancellationToken)
    {
        var folder = await CacheFolder.GetOrFill($"aspire-{Pins.Dashboard.Version}", async draft =>
        {
            if (RuntimeInformation.OSArchitecture != Architecture.X64)
                throw new StartException($"it is not published for {RuntimeInformation.OSArchitecture} processors");
            var unpacked = Directory.CreateDirectory(Path.Combine(draft, "unpacked")).FullName;
            var tarball = await Pins.Dashboard.Fetch(draft, () => report("Fetching the Aspire dashboard (128 MB, once)"), cancellationToken);
            await using (var stream = new GZipStream(File.OpenRead(tarball), CompressionMode.Decompress))
                await TarFile.ExtractToDirectoryAsync(stream, unpacked, overwriteFiles: false, cancellationToken);
            File.Delete(tarball);

            // The tool unpacks itself into a folder per version, of which the dashboard is the part named managed. It does so
            // at its first run anyway, below its home: sent to another folder, it would trip over itself every other time.
            var tool = Path.Combine(unpacked, "package/bin/aspire");
            File.SetUnixFileMode(tool, File.GetUnixFileMode(tool) | UnixFileMode.UserExecute);
            var environment = new Dictionary<string, string?> { ["HOME"] = unpacked, ["ASPIRE_CLI_TELEMETRY_OPTOUT"] = "true", ["NO_COLOR"] = "1" }
                .Concat(Globalization).ToDictionary();
            var installed = Path.Combine(unpacked, ".aspire");
            await Tool.Run(tool, ["setup", "--install-path", installed, "--non-interactive", "--nologo"], cancellationToken, unpacked, environment: environment);
            var program = Directory.EnumerateFiles(installed, "aspire-managed", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
                .FirstOrDefault() ?? throw new StartException("its package holds no dashboard");
            Directory.Move(Path.GetDirectoryName(program)!, Path.Combine(draft, "managed"));
            Directory.Delete(unpacked, recursive: true);
        }, cancellationToken);
        return Path.Combine(folder, "managed/aspire-managed");
    }

    private static bool HasIcu() => Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu*").Any(folder => Directory.EnumerateFiles(folder, "libicuuc.so.*").Any());
}
