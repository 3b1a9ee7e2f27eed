using System.Diagnostics.Metrics;

namespace FactoryFlow.Gateway.Directory;

/// <summary>How old is what the gateway knows, as a gauge.</summary>
internal sealed class DirectoryMetrics : IDisposable
{
    private readonly Meter _meter = new("FactoryFlow.Gateway");

    public DirectoryMetrics(AccessDirectory directory) => _meter.CreateObservableGauge(
        "gateway.directory.age",
        () => from source in new[] { directory.Tenants, directory.Cutoffs }
              let age = source.Age
              where age is not null
              select new Measurement<double>(age.Value.TotalSeconds, KeyValuePair.Create<string, object?>("source", source.Name)),
        "s", "Time since the source last answered everything there was");

    public void Dispose() => _meter.Dispose();
}
