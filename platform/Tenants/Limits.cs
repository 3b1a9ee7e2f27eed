using FactoryFlow.Events.Tenancy;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Platform.Tenants;

/// <summary>
/// What a tenant's plan allows, enforced where the limited thing is created: in the creating transaction, on a counter that is
/// locked until it commits. Who deletes one gives its place back.
/// </summary>
public sealed class Limits(TenantStates states)
{
    private const int Warning = 80, Full = 100;

    /// <summary>
    /// Takes a place for one more; sends what is queued along with its questions. Others that create one wait from here to the
    /// commit: ask other services before.
    /// </summary>
    /// <exception cref="Refusal">PLAN_LIMIT_EXCEEDED; UNAVAILABLE when the plan is not known here and tenancy does not answer.</exception>
    public async Task Take(TenantTx tx, PlanLimit limit, CancellationToken ct)
    {
        var known = TenantStates.Ask(tx);
        var used = await Lock(tx, limit);
        var allowed = (await states.Learned(tx, known, ct)).Limits.Of(limit);
        Require(limit, allowed, used + 1);
        Add(tx, limit, 1);
        Announce(tx, limit, allowed, used, used + 1);
    }

    /// <summary>Gives the place of one that was deleted back; with the commit.</summary>
    public static void Give(TenantTx tx, PlanLimit limit) => Add(tx, limit, -1);

    /// <summary>Counts one that is there whatever the plan says, such as a tenant's owner; with the commit.</summary>
    public static void Count(TenantTx tx, PlanLimit limit) => Add(tx, limit, 1);

    /// <summary>Refuses more than a plan allows.</summary>
    /// <param name="limit">What is counted.</param>
    /// <param name="allowed">How many there may be; -1 is unlimited.</param>
    /// <param name="wanted">How many there would be.</param>
    /// <param name="field">The field of the request that they stand in; empty when it is not about one.</param>
    /// <exception cref="Refusal">PLAN_LIMIT_EXCEEDED.</exception>
    public static void Require(PlanLimit limit, int allowed, int wanted, string field = "")
    {
        if (allowed == TenantLimits.Unlimited || wanted <= allowed) return;
        var message = FormattableString.Invariant($"The plan's limit on {Noun(limit)} is {allowed}; with this there would be {wanted}.");
        throw field.Length > 0 ? CommonReasons.PlanLimitExceeded.Refuse(message, field) : CommonReasons.PlanLimitExceeded.Refuse(message);
    }

    /// <summary>Publishes a warning when the use of a limit rises over 80 % or reaches all of it.</summary>
    public static void Announce(TenantTx tx, PlanLimit limit, int allowed, int before, int after)
    {
        if (Crossed(allowed, before, after) is not { } percent) return;
        tx.Publish(new UsageThresholdReached
        {
            EventId = tx.NewId(), TenantId = tx.TenantId, OccurredAt = tx.Now, Limit = EnumText.Of(limit), Percent = percent, Used = after, Allowed = allowed,
        });
    }

    /// <summary>The highest line, in percent, that a rise from one count to another reaches; null when it reaches none.</summary>
    internal static int? Crossed(int allowed, int before, int after)
    {
        if (allowed <= 0) return null;
        return Reaches(Full) ? Full : Reaches(Warning) ? Warning : null;

        bool Reaches(int percent) => before * 100L < (long)allowed * percent && after * 100L >= (long)allowed * percent;
    }

    // A row is made by whoever comes first. The lock is a question that changes nothing, so that it travels with the idempotency key's.
    private static async Task<int> Lock(TenantTx tx, PlanLimit limit)
    {
        while (true)
        {
            var used = tx.Ask<int>($"select used from limit_counters where tenant_id = {tx.TenantId} and name = {limit} for update");
            await tx.Flush();
            if (used.Rows is [var count]) return count;
            tx.Write($"insert into limit_counters (tenant_id, name, used) values ({tx.TenantId}, {limit}, 0) on conflict do nothing");
        }
    }

    private static void Add(TenantTx tx, PlanLimit limit, int count) => tx.Write($"""
        insert into limit_counters (tenant_id, name, used) values ({tx.TenantId}, {limit}, {Math.Max(count, 0)})
        on conflict (tenant_id, name) do update set used = greatest(limit_counters.used + {count}, 0)
        """);

    // MAX_JOB_STEPS counts job steps.
    private static string Noun(PlanLimit limit) => EnumText.Of(limit)["MAX_".Length..].Replace('_', ' ').ToLowerInvariant();
}
