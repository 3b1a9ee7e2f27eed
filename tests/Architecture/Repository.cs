using System.Diagnostics;

namespace FactoryFlow.Architecture.Tests;

/// <summary>A file of ours, by its path from the root.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    public bool Is(string folder, string ending) => Path.StartsWith(folder, StringComparison.Ordinal) && Path.EndsWith(ending, StringComparison.Ordinal);

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public int Lines => Text.Split('\n').Length - (Text.EndsWith('\n') ? 1 : 0);
}

/// <summary>What is in the repository, and what is about to be added to it.</summary>
internal static class Repository
{
    private static readonly Lazy<IReadOnlyList<SourceFile>> All = new(() => [.. Tracked().Where(p => File.Exists(Full(p))).Select(p => new SourceFile(p, File.ReadAllText(Full(p))))]);

    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    public static IReadOnlyList<SourceFile> Files => All.Value;

    public static string Full(string path) => Path.Combine(Root, path);

    private static string FindRoot(string folder) => File.Exists(Path.Combine(folder, "FactoryFlow.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder)!);

    private static string[] Tracked()
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
        })!;
        var names = git.StandardOutput.ReadToEnd();
        git.WaitForExit(TimeSpan.FromSeconds(30));
        return names.Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }
}
