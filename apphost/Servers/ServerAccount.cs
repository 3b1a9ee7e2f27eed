using FactoryFlow.AppHost.Fetching;
using FactoryFlow.AppHost.Processes;

namespace FactoryFlow.AppHost.Servers;

/// <summary>The account that PostgreSQL runs as: it refuses root.</summary>
internal static class ServerAccount
{
    /// <summary>Null when the app host is an ordinary user, whose own account serves.</summary>
    public static string? Name { get; } = Unix.IsRoot ? Choose() : null;

    /// <summary>Can every account walk into this folder, as far as it exists?</summary>
    public static bool CanEnter(string folder)
    {
        for (var at = new DirectoryInfo(Path.GetFullPath(folder)); at is not null; at = at.Parent)
        {
            if (at.Exists && !at.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
                return false;
        }
        return true;
    }

    /// <summary>Gives a file or folder to the account; an ordinary user owns it already.</summary>
    public static async Task Own(string path, CancellationToken cancellationToken)
    {
        if (Name is not null)
            await Tool.Run("chown", [Name, path], cancellationToken);
    }

    private static string Choose()
    {
        var names = File.ReadLines("/etc/passwd").Select(line => line.Split(':')[0]).ToHashSet();
        return names.Contains("postgres") ? "postgres" : "nobody";
    }
}
