using System.Globalization;
using FactoryFlow.AppHost.Processes;

namespace FactoryFlow.AppHost.Hosting;

/// <summary>
/// Notes which processes run for a data folder, so that the next start finds those that were left over, should the
/// guards have been killed together with the app host.
/// </summary>
internal sealed class PidFiles(string folder)
{
    public void Write(string name, int id)
    {
        if (StartTime(id) is { } started)
            File.WriteAllText(FileOf(name), string.Create(CultureInfo.InvariantCulture, $"{id} {started}"));
    }

    public void Remove(string name) => File.Delete(FileOf(name));

    /// <summary>Ends what is left over from an earlier start, and gives what is just ending the time to do so.</summary>
    public async Task ClearLeftovers(TimeSpan grace)
    {
        var leftovers = Directory.EnumerateFiles(folder, "*.pid").Select(ReadRunning).OfType<int>().ToList();
        foreach (var id in leftovers)
            Unix.Send(id, Signal.Terminate);
        var deadline = DateTime.UtcNow + grace;
        while (leftovers.Exists(IsRunning) && DateTime.UtcNow < deadline)
            await Task.Delay(50);
        foreach (var id in leftovers.Where(IsRunning))
            Unix.Send(-id, Signal.Kill);
        foreach (var file in Directory.EnumerateFiles(folder, "*.pid"))
            File.Delete(file);
    }

    private string FileOf(string name) => Path.Combine(folder, name + ".pid");

    // The same number with another start time is another process, which is none of our business.
    private static int? ReadRunning(string file) =>
        File.ReadAllText(file).Split(' ') is [var id, var started] && int.TryParse(id, CultureInfo.InvariantCulture, out var process) && StartTime(process) == started
            ? process
            : null;

    private static bool IsRunning(int id) => StartTime(id) is not null;

    /// <summary>When the process was started, in the kernel's ticks; null when it does not run (any more).</summary>
    private static string? StartTime(int id)
    {
        try
        {
            // The name, in brackets, may hold anything; state is the first field after it, and the start time the twentieth.
            var status = File.ReadAllText($"/proc/{id}/stat");
            var fields = status[(status.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : fields[19];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
