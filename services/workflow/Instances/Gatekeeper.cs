using FactoryFlow.Platform.Data;
using FactoryFlow.Workflow.Clients;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Engine;
using Grpc.Core;

namespace FactoryFlow.Workflow.Instances;

/// <summary>
/// Asks quality gates before somebody's command is decided, while no transaction is open. What they said is decided on a moment later, with
/// the instance locked: the instance and its order are as they are then, the gates as they were when they were asked.
/// </summary>
internal sealed class Gatekeeper(DefinitionCache definitions, QualityGateClient production)
{
    /// <summary>What must be asked before a transition is taken; null when no gate is in the way. Where there is no such instance, that is for others to say.</summary>
    public async Task<GateQuestion?> Question(TenantTx tx, Guid instanceId, Take take)
    {
        var version = await tx.One<VersionRow>($"select definition_id, definition_version from instances where tenant_id = {tx.TenantId} and id = {instanceId}");
        if (version is null || await definitions.Of(tx, version.DefinitionId, version.DefinitionVersion) is not { OrderName: not null } definition) return null;
        var (_, instance) = await InstanceStore.Read(tx, instanceId, take.Key);
        return Taking.Question(definition, instance, take);
    }

    /// <summary>What the gates say.</summary>
    /// <exception cref="Platform.Errors.Refusal">UNAVAILABLE when production does not answer in time.</exception>
    public Task<GateAnswers> Ask(ServerCallContext context, GateQuestion? question) =>
        question is null ? Task.FromResult(GateAnswers.None) : production.Ask(context, question);

    private sealed record VersionRow(Guid DefinitionId, int DefinitionVersion);
}
