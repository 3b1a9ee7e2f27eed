using FactoryFlow.Platform.Data;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.Instances;
using FactoryFlow.Workflow.Timers;

namespace FactoryFlow.Workflow.SubWorkflows;

/// <summary>What happens between an instance and one that it started, each time in a transaction that moves only one of the two.</summary>
internal sealed class Family(Mover mover, DefinitionCache definitions)
{
    /// <summary>What tells a locked instance that what it waits for has ended; null when it does not wait for it any more.</summary>
    public async Task<EndSubWorkflow?> Ending(TenantTx tx, TimerRow timer)
    {
        var child = Child(tx, timer);
        var (row, instance) = await InstanceStore.Read(tx, timer.InstanceId);
        if (instance.Tokens.FirstOrDefault(t => t.Visit == timer.Visit) is not { } token || child.First is not { } id) return null;
        var (ended, inside) = await InstanceStore.Read(tx, id);
        var state = (await definitions.Of(tx, row.DefinitionId, row.DefinitionVersion)).State(token.State);
        var error = inside.Status switch
        {
            InstanceStatus.Completed => null,
            InstanceStatus.Cancelled => $"{ended.DefinitionName} was cancelled: {ended.Error}",
            _ => $"{ended.DefinitionName} failed: {ended.Error}",
        };
        return new EndSubWorkflow(token.Id, token.Visit, error, error is null ? Starter.Mapped(state.Output, inside.Context) : Instance.NoContext);
    }

    /// <summary>Cancels what a stay that is over waited for, if it still runs.</summary>
    public async Task Stop(TenantTx tx, TimerRow timer)
    {
        if (await LeftBehind(tx, timer) is not { } id) return;
        var (_, instance) = await InstanceStore.Read(tx, id, isLocked: true);
        if (!instance.IsRunning) return;
        var cancel = new Move(id, new Cancel("The workflow that started it has gone on without it."), "", Instance.NoContext) { Action = "workflow_instance.cancelled" };
        Mover.Write(tx, await mover.Decide(tx, cancel, null), cancel.Action);
    }

    /// <summary>What a stay waited for; null where that never began.</summary>
    public static async Task<Guid?> LeftBehind(TenantTx tx, TimerRow timer)
    {
        var child = Child(tx, timer);
        await tx.Flush();
        return child.First;
    }

    private static Answer<Guid?> Child(TenantTx tx, TimerRow timer) =>
        tx.Ask<Guid?>($"select id from instances where tenant_id = {tx.TenantId} and parent_id = {timer.InstanceId} and parent_visit = {timer.Visit}");
}
