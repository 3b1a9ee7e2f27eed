using FactoryFlow.Platform.Data;

namespace FactoryFlow.Workflow.Triggers;

/// <summary>
/// How deep a workflow stands goes along with the calls that it makes of our own API, and comes back to us with what they bring about: an event
/// that starts a workflow, or a workflow that is started. It is sealed, so that nobody else can say it: whoever could make it larger could keep
/// a tenant's workflows from starting, and whoever could make it smaller could have them start each other for ever.
/// </summary>
/// <param name="encryption">What it is sealed with.</param>
internal sealed class Causes(KeyEncryption encryption)
{
    // Whoever starts another only after so long keeps nobody busy, and may do so for ever.
    private static readonly TimeSpan Rested = TimeSpan.FromHours(1);

    /// <summary>
    /// Asks how deep the calls of an instance stand: as many workflows led to it as do, unless it is no runaway. The calls begin anew, at 0, where
    /// people or time have a part in them: where a task was completed of the instance, or of whatever it was started with and waits for, or all
    /// of that began an hour ago. Else a chain that people carry on from one day to the next would end at its sixth workflow.
    /// </summary>
    public static Answer<int> AskDepth(TenantTx tx, Guid instance) => tx.Ask<int>($"""
        with recursive above as (
            select id, parent_id, create_time from instances where tenant_id = {tx.TenantId} and id = {instance}
            union all
            select p.id, p.parent_id, p.create_time from above a join instances p on p.tenant_id = {tx.TenantId} and p.id = a.parent_id),
        family as (
            select id from above where parent_id is null
            union all
            select c.id from family f join instances c on c.tenant_id = {tx.TenantId} and c.parent_id = f.id)
        select case when trigger_depth = 0 or exists (select from above where create_time <= {tx.Now - Rested})
                or exists (select from family f join tasks t on t.tenant_id = {tx.TenantId} and t.instance_id = f.id where t.status = 'COMPLETED')
            then 0 else trigger_depth end
        from instances where tenant_id = {tx.TenantId} and id = {instance}
        """);

    /// <summary>What a call of the API says of the instance that makes it.</summary>
    /// <param name="tenant">Whose instance; of another tenant's events it says nothing.</param>
    /// <param name="depth">How many workflows led to it, one after the other, as <see cref="AskDepth" /> counts them.</param>
    public string Seal(Guid tenant, int depth) => Convert.ToBase64String(encryption.Seal(NameOf(tenant), BitConverter.GetBytes(depth)));

    /// <summary>How many workflows led to the instance that brought something about; null where none did, or we never said so.</summary>
    public int? DepthOf(Guid tenant, string? cause)
    {
        if (cause is null) return null;
        var box = new byte[cause.Length];
        return Convert.TryFromBase64String(cause, box, out var length) && encryption.TryOpen(NameOf(tenant), box[..length]) is { Length: sizeof(int) } depth ? BitConverter.ToInt32(depth) : null;
    }

    private static string NameOf(Guid tenant) => $"cause {tenant}";
}
