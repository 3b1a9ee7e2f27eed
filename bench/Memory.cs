using System.Globalization;
using FactoryFlow.AppHost;

namespace FactoryFlow.Bench;

/// <summary>How much more memory a process had at most than when this was made.</summary>
internal sealed class Memory
{
    private readonly int _process;
    private readonly double _before;

    private Memory(int process)
    {
        _process = process;
        // The highest that Linux remembers becomes what it is now.
        File.WriteAllText($"/proc/{process}/clear_refs", "5");
        _before = Read("VmRSS");
    }

    /// <summary>That of a part of the system.</summary>
    public static Memory OfProcess(FactoryFlowSystem system, string part) => new(system.ProcessId(part) ?? throw new InvalidOperationException($"{part} does not run."));

    /// <summary>In megabytes.</summary>
    public double Growth() => Read("VmHWM") - _before;

    private double Read(string name)
    {
        var line = File.ReadLines($"/proc/{_process}/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1000;
    }
}
