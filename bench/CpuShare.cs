using System.Globalization;
using FactoryFlow.AppHost;

namespace FactoryFlow.Bench;

/// <summary>Processor time that each part of the system uses, its child processes included: where a completion's time goes.</summary>
internal sealed class CpuShare(FactoryFlowSystem system, params (string Name, int Process)[] others)
{
    private const double TicksPerSecond = 100; // USER_HZ of Linux on every architecture that we run on.
    private static readonly string[] Parts = ["gateway", "identity", "tenancy", "workflow", "production", "ledger", "postgres", "rabbitmq"];
    private readonly Dictionary<string, double> _before = Read(system, others);

    /// <summary>Microseconds of each part for each of <paramref name="count" /> calls, the largest first.</summary>
    public string PerCall(long count) => string.Join(", ", MicrosPerCall(count).Where(share => share.Value >= 1).OrderByDescending(share => share.Value)
        .Select(share => string.Create(CultureInfo.InvariantCulture, $"{share.Key} {share.Value:0}")));

    /// <summary>The same as numbers.</summary>
    public Dictionary<string, double> MicrosPerCall(long count) => Read(system, others)
        .ToDictionary(now => now.Key, now => (now.Value - _before.GetValueOrDefault(now.Key)) * 1e6 / Math.Max(1, count));

    private static Dictionary<string, double> Read(FactoryFlowSystem system, (string Name, int Process)[] others)
    {
        var processes = Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(Stat).OfType<(int Pid, int Parent, double Cpu)>().ToList();
        var children = processes.ToLookup(p => p.Parent);
        var cpu = processes.ToDictionary(p => p.Pid, p => p.Cpu);
        double Tree(int pid) => cpu.GetValueOrDefault(pid) + children[pid].Sum(child => Tree(child.Pid));
        var parts = Parts.Where(name => system.ProcessId(name) is not null).ToDictionary(name => name, name => Tree(system.ProcessId(name)!.Value));
        foreach (var (name, process) in others) parts[name] = Tree(process);
        parts["bench"] = cpu.GetValueOrDefault(Environment.ProcessId);
        return parts;
    }

    private static (int Pid, int Parent, double Cpu)? Stat(string? pid)
    {
        try
        {
            // The name in brackets may hold blanks; what follows it does not.
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            double Seconds(int field) => long.Parse(fields[field], CultureInfo.InvariantCulture) / TicksPerSecond;
            // Its own time and that of the children it has waited for: postgres' backends end when their connection does.
            return (int.Parse(pid!, CultureInfo.InvariantCulture), int.Parse(fields[1], CultureInfo.InvariantCulture), Seconds(11) + Seconds(12) + Seconds(13) + Seconds(14));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
