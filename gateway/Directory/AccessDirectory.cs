using System.Collections.Concurrent;
using System.Collections.Frozen;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Tenancy.V1;

namespace FactoryFlow.Gateway.Directory;

/// <summary>
/// Who is let in, as tenancy and identity last said it; asked on every call and never waits. While one of them is down, what it said
/// last goes on holding. A tenant that is not known yet was opened a moment ago, and is let in.
/// </summary>
internal sealed class AccessDirectory(GatewaySettings settings, TimeProvider clock)
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    private readonly FrozenSet<string> _everywhere = settings.CorsOrigins.Select(origin => origin.ToLowerInvariant()).ToFrozenSet(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, TenantEntry> _tenants = new();
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _endedSessions = new();
    private readonly ConcurrentDictionary<Guid, Outdated> _outdatedUsers = new();
    private volatile FrozenSet<string> _origins = FrozenSet<string>.Empty;
    private DateTimeOffset _sweptAt = clock.GetUtcNow();

    /// <summary>What tenancy says.</summary>
    public DirectorySource Tenants { get; } = new("tenants", clock);

    /// <summary>What identity says.</summary>
    public DirectorySource Cutoffs { get; } = new("cutoffs", clock);

    /// <summary>Whether both have answered once; before that nobody can be let in.</summary>
    public bool IsComplete => Tenants.HasAnswered && Cutoffs.HasAnswered;

    /// <summary>A tenant; null when none of that id was heard of.</summary>
    public TenantEntry? Find(Guid tenant) => _tenants.GetValueOrDefault(tenant);

    /// <summary>Whether the session of a token ended before the token does.</summary>
    public bool HasEnded(Caller caller) => !_endedSessions.IsEmpty && _endedSessions.ContainsKey(caller.SessionId);

    /// <summary>Whether a user's rights changed after the token was issued.</summary>
    public bool IsOutdated(Caller caller) =>
        !_outdatedUsers.IsEmpty && _outdatedUsers.TryGetValue(caller.Subject, out var outdated) && caller.TokenVersion < outdated.LeastVersion;

    /// <summary>Whether pages of an origin may call for anybody at all.</summary>
    public bool IsOrigin(string origin) => _everywhere.Contains(origin) || _origins.Contains(origin);

    /// <summary>Whether pages of an origin may call for a tenant; the platform itself has no origins but the operator's own.</summary>
    public bool IsOriginOf(Guid tenant, string origin) => _everywhere.Contains(origin) || Find(tenant)?.Origins.Contains(origin) == true;

    /// <summary>Takes in what tenancy answered.</summary>
    public void Learn(IEnumerable<TenantAccess> tenants)
    {
        var isNewOrigin = false;
        foreach (var tenant in tenants)
        {
            if (!Guid.TryParse(tenant.TenantId, out var id)) continue;
            var entry = TenantEntry.Of(tenant);
            var before = Find(id);
            _tenants[id] = entry;
            isNewOrigin |= !entry.Origins.SequenceEqual(before?.Origins ?? []);
        }

        if (isNewOrigin) _origins = _tenants.Values.SelectMany(entry => entry.Origins).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Takes in what identity answered.</summary>
    public void Learn(IEnumerable<Cutoff> cutoffs)
    {
        foreach (var cutoff in cutoffs)
        {
            var end = cutoff.ExpireTime?.ToDateTimeOffset() ?? DateTimeOffset.MaxValue;
            if (Guid.TryParse(cutoff.SessionId, out var session)) _endedSessions[session] = end;
            else if (Guid.TryParse(cutoff.UserId, out var user))
                _outdatedUsers.AddOrUpdate(user, new Outdated(cutoff.LeastVersion, end), (_, known) => known.LeastVersion > cutoff.LeastVersion ? known : new Outdated(cutoff.LeastVersion, end));
        }

        Sweep();
    }

    // Cut-offs go when no token of theirs can be alive; how many there are is bounded by how many sessions end in that time.
    private void Sweep()
    {
        var now = clock.GetUtcNow();
        if (now - _sweptAt < SweepInterval) return;
        _sweptAt = now;
        foreach (var (session, end) in _endedSessions)
            if (end <= now) _endedSessions.TryRemove(session, out _);
        foreach (var (user, outdated) in _outdatedUsers)
            if (outdated.ExpireTime <= now) _outdatedUsers.TryRemove(user, out _);
    }

    private sealed record Outdated(long LeastVersion, DateTimeOffset ExpireTime);
}
