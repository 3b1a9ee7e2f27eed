using FactoryFlow.Platform.Data;

namespace FactoryFlow.Production.QualityGates;

/// <summary>A step of a job that belongs to an order, as gates look at it.</summary>
/// <param name="Job">The job's number.</param>
/// <param name="Name">The step's name.</param>
/// <param name="IsCompleted">Whether nothing more is done there.</param>
/// <param name="OpenRejects">Rejected pieces that were not sent back.</param>
internal sealed record OrderStep(int Job, string Name, bool IsCompleted, int OpenRejects)
{
    /// <summary>What is missing of an order that no job belongs to.</summary>
    public const string NoJob = "no job belongs to the order";

    /// <summary>The steps of an order's jobs, job by job and in order.</summary>
    public static Task<IReadOnlyList<OrderStep>> Of(TenantTx tx, Guid orderId) => tx.All<OrderStep>($"""
        select j.number as job, s.name, s.status = 'COMPLETED' as is_completed, s.rejected_quantity - s.reworked_quantity as open_rejects
        from jobs j join job_steps s on s.tenant_id = j.tenant_id and s.job_id = j.id
        where j.tenant_id = {tx.TenantId} and j.order_id = {orderId} and j.delete_time is null order by j.number, s.position
        """);

    /// <summary>Whether it has one of these names, in any case.</summary>
    public bool IsOneOf(IReadOnlyCollection<string> names) => names.Contains(Name, StringComparer.OrdinalIgnoreCase);
}
