using System.Security.Cryptography;
using FactoryFlow.AppHost.Processes;

namespace FactoryFlow.AppHost.Fetching;

/// <summary>A package that npm fetches from the registry it is set up for, accepted only with the sha512 that is pinned here.</summary>
/// <param name="Name">The package's full name.</param>
/// <param name="Version">The exact version.</param>
/// <param name="Integrity">The tarball's hash, as npm writes it: sha512- and base64.</param>
internal sealed record NpmPackage(string Name, string Version, string Integrity)
{
    /// <summary>Fetches the tarball into the folder, checks it and returns its path.</summary>
    public async Task<string> Fetch(string folder, Action announce, CancellationToken cancellationToken)
    {
        if (!Tool.Exists("npm"))
            throw new StartException($"npm is missing, which would fetch {Name}; on Debian and Ubuntu: apt-get install npm");
        announce();
        string[] arguments = ["pack", $"{Name}@{Version}", "--pack-destination", folder, "--silent", "--ignore-scripts", "--no-update-notifier"];
        await Tool.Run("npm", arguments, cancellationToken, folder);
        var tarball = Directory.EnumerateFiles(folder, "*.tgz").Single();
        await Verify(tarball, cancellationToken);
        return tarball;
    }

    /// <summary>Refuses, and deletes, a tarball that is not the pinned one.</summary>
    internal async Task Verify(string tarball, CancellationToken cancellationToken)
    {
        string actual;
        await using (var file = File.OpenRead(tarball))
            actual = "sha512-" + Convert.ToBase64String(await SHA512.HashDataAsync(file, cancellationToken));
        if (actual == Integrity)
            return;
        File.Delete(tarball);
        throw new StartException($"what npm fetched as {Name}@{Version} is not the pinned package and was thrown away (its hash is {actual}, expected was {Integrity})");
    }
}
