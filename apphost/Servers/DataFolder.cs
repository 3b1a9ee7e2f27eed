using System.Security.Cryptography;
using System.Text;

namespace FactoryFlow.AppHost.Servers;

/// <summary>The folder that holds everything one system keeps: its servers' data and its generated secrets.</summary>
internal sealed class DataFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Enterable = OwnerOnly | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public DataFolder(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(Path);
        // PostgreSQL's account only walks through; what is in here is closed to it file by file.
        if (ServerAccount.Name is not null)
            File.SetUnixFileMode(Path, File.GetUnixFileMode(Path) | Enterable);
    }

    public string Path { get; }

    public static DataFolder Temporary() => new(Directory.CreateTempSubdirectory("factoryflow-").FullName);

    /// <summary>A folder of this name inside, closed to other users.</summary>
    public string Subfolder(string name) => Directory.CreateDirectory(System.IO.Path.Combine(Path, name), OwnerOnly | UnixFileMode.UserExecute).FullName;

    /// <summary>The secret of this name: generated once, then the same at every start.</summary>
    public string Secret(string name, int bytes = 24) => Secret(name, bytes, out _);

    /// <summary>The same, and whether it was generated just now.</summary>
    public string Secret(string name, int bytes, out bool isNew)
    {
        var file = System.IO.Path.Combine(Subfolder("secrets"), name);
        isNew = !File.Exists(file);
        if (isNew)
            Keep(name, Convert.ToBase64String(RandomNumberGenerator.GetBytes(bytes)));
        return File.ReadAllText(file);
    }

    /// <summary>Keeps a secret that was given from outside.</summary>
    public void Keep(string name, string secret)
    {
        var file = System.IO.Path.Combine(Subfolder("secrets"), name);
        var draft = file + ".draft";
        using (var stream = new FileStream(draft, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
            stream.Write(Encoding.UTF8.GetBytes(secret));
        File.Move(draft, file, overwrite: true);
    }

    /// <summary>
    /// A folder of this name that belongs to the account PostgreSQL runs as. Where that account cannot walk to the data
    /// folder (root's home, say), the folder is a link to one that it can reach, and only the link knows its name.
    /// </summary>
    public async Task<string> ServerFolder(string name, CancellationToken cancellationToken)
    {
        var folder = System.IO.Path.Combine(Path, name);
        if (Directory.Exists(folder))
            return new DirectoryInfo(folder).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder;
        if (ServerAccount.Name is null)
            return Directory.CreateDirectory(folder).FullName;

        var actual = folder;
        if (!ServerAccount.CanEnter(Path))
        {
            actual = System.IO.Path.Combine("/var/lib/factoryflow", System.IO.Path.GetRandomFileName());
            File.CreateSymbolicLink(folder, actual);
        }
        Directory.CreateDirectory(actual);
        await ServerAccount.Own(actual, cancellationToken);
        return actual;
    }

    /// <summary>Removes the folder with all that is in it.</summary>
    public void Delete()
    {
        foreach (var folder in new DirectoryInfo(Path).EnumerateDirectories())
        {
            if (folder.ResolveLinkTarget(returnFinalTarget: true) is DirectoryInfo elsewhere)
                elsewhere.Delete(recursive: true);
        }
        Directory.Delete(Path, recursive: true);
    }
}
