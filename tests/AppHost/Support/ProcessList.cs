namespace FactoryFlow.AppHost.Tests;

/// <summary>The machine's running processes, as far as they have to do with one test.</summary>
internal static class ProcessList
{
    /// <summary>Ids of processes whose command line or environment holds the text, zombies left out.</summary>
    public static IReadOnlyList<int> Mentioning(string text) =>
        [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(name => int.Parse(name!, null))
            .Where(id => id != Environment.ProcessId && (Read(id, "cmdline").Contains(text, StringComparison.Ordinal) || Read(id, "environ").Contains(text, StringComparison.Ordinal)))];

    private static string Read(int id, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/{file}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
