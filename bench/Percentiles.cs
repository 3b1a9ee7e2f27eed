using System.Collections.Concurrent;

namespace FactoryFlow.Bench;

/// <summary>Measured values, all kept.</summary>
internal sealed class Percentiles
{
    private readonly ConcurrentBag<double> _values = [];

    public int Count => _values.Count;

    public void Add(double value) => _values.Add(value);

    /// <summary>The value that a share of all is not above; NaN when there are none.</summary>
    public double At(double share)
    {
        var sorted = _values.ToArray();
        Array.Sort(sorted);
        return sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
    }
}
