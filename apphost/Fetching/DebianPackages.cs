using System.Security.Cryptography;
using FactoryFlow.AppHost.Processes;

namespace FactoryFlow.AppHost.Fetching;

/// <summary>
/// Fetches packages of the Debian or Ubuntu that runs here and unpacks them into a folder, as any user and without
/// installing anything. apt checks every file against the distribution's signed index; files that we know by version
/// are checked against our own pins too, and a version without a pin is announced.
/// </summary>
/// <param name="folder">Where to unpack.</param>
/// <param name="report">Told what happens, sentence by sentence.</param>
internal sealed class DebianPackages(string folder, Action<string> report)
{
    private static readonly string[] LibraryParents = ["usr/lib", "lib"];

    // The compiler that PostgreSQL may use is most of what it depends on; it is switched off here. Scripts are not run.
    private static readonly string[] NotNeeded = ["libllvm", "libz3", "libpython", "libsqlite"];

    private readonly string _scratch = folder + ".apt";

    public static bool Available => Tool.Exists("apt-get") && Tool.Exists("dpkg");

    /// <summary>Unpacks the package, those it needs whose name begins with one of the prefixes, and libraries that the machine lacks.</summary>
    public async Task Unpack(string package, IReadOnlyList<string> prefixes, IReadOnlyDictionary<string, string> pins, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.Combine(_scratch, "debs"));
        try
        {
            if (!await TryFetch(["-o", "APT::Sandbox::User=root"], package, prefixes, cancellationToken))
                await FetchWithPrivateIndex(package, prefixes, cancellationToken);
            var files = Directory.EnumerateFiles(Path.Combine(_scratch, "debs"), "*.deb").Order(StringComparer.Ordinal).ToList();
            await Verify(files, pins, cancellationToken);
            foreach (var file in files)
                await Tool.Run("dpkg", ["-x", file, folder], cancellationToken);
        }
        finally
        {
            Directory.Delete(_scratch, recursive: true);
        }
    }

    /// <summary>The folders in which libraries of unpacked packages lie, as LD_LIBRARY_PATH wants them.</summary>
    public static string LibraryPath(string unpacked) => string.Join(':', LibraryParents.Select(part => Path.Combine(unpacked, part))
        .Where(Directory.Exists).SelectMany(part => Directory.EnumerateDirectories(part, "*-linux-gnu*")));

    /// <summary>Refuses a file whose version is pinned with another hash; announces versions that have no pin.</summary>
    internal async Task Verify(IReadOnlyList<string> files, IReadOnlyDictionary<string, string> pins, CancellationToken cancellationToken)
    {
        var unknown = new List<string>();
        foreach (var file in files)
        {
            var name = Uri.UnescapeDataString(Path.GetFileName(file));
            if (!pins.TryGetValue(name, out var expected))
            {
                unknown.Add(name);
                continue;
            }
            await using var stream = File.OpenRead(file);
            var actual = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
            if (actual != expected)
                throw new StartException($"{name} is not the pinned package and was refused (its sha256 is {actual}, expected was {expected})");
        }
        if (unknown.Count > 0)
            report($"The distribution serves versions that FactoryFlow has not pinned, so that its signed index alone vouches for them: {string.Join(", ", unknown)}");
    }

    // The machine's own index is missing in most container images, and may name files that the archive has replaced since.
    private async Task FetchWithPrivateIndex(string package, IReadOnlyList<string> prefixes, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.Combine(_scratch, "lists", "partial"));
        Directory.CreateDirectory(Path.Combine(_scratch, "cache", "archives", "partial"));
        var configuration = Path.Combine(_scratch, "apt.conf");
        await File.WriteAllTextAsync(configuration, $"""
            #clear APT::Update::Pre-Invoke;
            #clear APT::Update::Post-Invoke;
            #clear APT::Update::Post-Invoke-Success;
            APT::Sandbox::User "root";
            Dir::State "{_scratch}";
            Dir::State::lists "{_scratch}/lists";
            Dir::State::status "/var/lib/dpkg/status";
            Dir::Cache "{_scratch}/cache";
            """, cancellationToken);
        string[] options = ["-c", configuration];
        report("Reading the distribution's package index");
        await Tool.Run("apt-get", [.. options, "update"], cancellationToken);
        if (!await TryFetch(options, package, prefixes, cancellationToken))
            throw new StartException($"apt-get can not fetch the package {package} from this distribution");
    }

    private async Task<bool> TryFetch(string[] options, string package, IReadOnlyList<string> prefixes, CancellationToken cancellationToken)
    {
        try
        {
            // Resolved against an empty machine, so that a half installed one makes no difference; then what this machine lacks.
            var all = await Plan([.. options, "-o", "Dir::State::status=/dev/null"], package, cancellationToken);
            var lacking = await Plan(options, package, cancellationToken);
            var wanted = all.Where(name => prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
                .Union(lacking.Where(name => IsNeededLibrary(name)));
            await Tool.Run("apt-get", [.. options, "download", .. wanted], cancellationToken, Path.Combine(_scratch, "debs"));
            return true;
        }
        catch (StartException)
        {
            return false;
        }
    }

    private static bool IsNeededLibrary(string name) => name.StartsWith("lib", StringComparison.Ordinal) && !name.EndsWith("-perl", StringComparison.Ordinal)
        && !NotNeeded.Any(other => name.StartsWith(other, StringComparison.Ordinal));

    private static async Task<List<string>> Plan(string[] options, string package, CancellationToken cancellationToken)
    {
        var plan = await Tool.Run("apt-get", [.. options, "-s", "install", "--no-install-recommends", package], cancellationToken);
        return [.. plan.Split('\n').Where(line => line.StartsWith("Inst ", StringComparison.Ordinal)).Select(line => line.Split(' ')[1])];
    }
}
