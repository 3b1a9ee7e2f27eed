using System.Collections.Concurrent;

namespace FactoryFlow.Workflow.Feed;

/// <summary>How many streams of events this process has open: each asks the database twice a second.</summary>
internal sealed class EventStreams
{
    /// <summary>Of one tenant's.</summary>
    public const int MostOfTenant = 20;

    /// <summary>Of all.</summary>
    public const int Most = 400;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Guid, int> _open = new();
    private int _all;

    /// <summary>Counts a stream until it is disposed of.</summary>
    /// <exception cref="Platform.Errors.Refusal">EVENT_STREAMS_TOO_MANY.</exception>
    public IDisposable Open(Guid tenant)
    {
        var stream = new Stream(this, tenant);
        var (ofTenant, all) = (_open.AddOrUpdate(tenant, 1, static (_, open) => open + 1), Interlocked.Increment(ref _all));
        if (ofTenant <= MostOfTenant && all <= Most) return stream;
        stream.Dispose();
        if (ofTenant > MostOfTenant) throw Reasons.EventStreamsTooMany.Refuse($"At most {MostOfTenant} streams of a tenant's events are open at once. Close one, or list the events instead.", Soon);
        throw Reasons.EventStreamsTooMany.Refuse("As many streams of events are open as there can be, of all tenants together. Try again later, or list the events instead.", Soon);
    }

    private void Close(Guid tenant)
    {
        Interlocked.Decrement(ref _all);
        if (_open.AddOrUpdate(tenant, 0, static (_, open) => open - 1) == 0) _open.TryRemove(KeyValuePair.Create(tenant, 0));
    }

    private sealed class Stream(EventStreams streams, Guid tenant) : IDisposable
    {
        public void Dispose() => streams.Close(tenant);
    }
}
