using FactoryFlow.Platform.Data;

namespace FactoryFlow.Platform.Messages;

/// <summary>What waits in the outbox.</summary>
/// <param name="Facts">How many facts; no more than 100,000 are counted.</param>
/// <param name="Unreadable">How many of those cannot be read.</param>
/// <param name="Type">What the first that can be read is; null when there is none.</param>
/// <param name="Oldest">When that was.</param>
internal sealed record OutboxState(int Facts, int Unreadable, string? Type, DateTimeOffset? Oldest)
{
    private const int MostCounted = 100_000;

    /// <summary>Looks, through the door of the relay.</summary>
    public static async Task<OutboxState> Look(TenantDb db, CancellationToken ct) => (await db.Through(Door.Relay, tx => tx.One<OutboxState>($"""
        select counted.facts, counted.unreadable, first.type, first.oldest
        from (select count(*)::int as facts, count(*) filter (where starts_with(type, {OutboxRelay.UnreadableMark}))::int as unreadable
              from (select type from outbox limit {MostCounted}) waiting) counted
        left join lateral (
            select type, (body::jsonb ->> 'occurredAt')::timestamptz as oldest from outbox
            where not starts_with(type, {OutboxRelay.UnreadableMark}) and not {SandboxClock.IsOfSandbox()} order by sequence limit 1) first on true
        """), ct))!;

    /// <summary>How long the first has waited. A sandbox says by its own clock when something was: its facts are passed over.</summary>
    public TimeSpan Lag(DateTimeOffset now) => Oldest is { } oldest && oldest < now ? now - oldest : TimeSpan.Zero;
}
