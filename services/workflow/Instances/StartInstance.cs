using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.V1;
using Grpc.Core;
using Instance = FactoryFlow.Workflow.Engine.Instance;

namespace FactoryFlow.Workflow.Instances;

internal sealed partial class InstanceService
{
    private const int LongestBusinessKey = 200;

    public override Task<V1.Instance> StartInstance(StartInstanceRequest request, ServerCallContext context)
    {
        var check = new Check();
        var named = check.Text("definition", request.Definition, 1, 100);
        var start = new Start(check.Text("business_key", request.BusinessKey, 0, LongestBusinessKey), check.Known("context", request.Context));
        check.Done();
        if (request.ValidateOnly) return db.Read(context, async tx => (await Begin(tx, named, start, context.Caller())).ToMessage());
        return db.Write(context, request, async tx =>
        {
            var step = await Begin(tx, named, start, context.Caller());
            Mover.Write(tx, step, "workflow_instance.started");
            return step.ToMessage();
        });
    }

    private async Task<Step> Begin(TenantTx tx, string named, Start start, Caller caller)
    {
        var (definitionId, name, version) = await Active(tx, named);
        var definition = await definitions.Of(tx, definitionId, version);
        var check = new Check();
        check.Declared("context", definition.Context, start.Context, isWhole: true);
        check.Done();
        var nothing = new Instance { Id = tx.NewId() };
        var decision = WorkflowEngine.Decide(definition, nothing, start, Surroundings.Of(caller, tx.Now));
        var row = new InstanceRow(nothing.Id, definitionId, name, version, start.BusinessKey, "", [], "", "", 0, caller.Subject, "", tx.Now, tx.Now, null).After(decision.After, tx.Now);
        return new Step(definition, null, row, nothing, decision, caller.Subject);
    }

    private static async Task<(Guid Id, string Name, int Version)> Active(TenantTx tx, string named)
    {
        Guid? id = Guid.TryParseExact(named, "D", out var given) ? given : null;
        var found = await tx.One<Found>($"""
            select id, name, active_version from definitions
            where tenant_id = {tx.TenantId} and (id = {id}::uuid or name = {named}) order by (id = {id}::uuid) desc nulls last limit 1
            """);
        if (found is null) throw Reasons.DefinitionNotFound.Refuse($"There is no workflow definition {named}.", "definition");
        return found.ActiveVersion is { } version ? (found.Id, found.Name, version) : throw Reasons.DefinitionNotActive.Refuse($"No version of {found.Name} is active: publish one first.", "definition");
    }

    private sealed record Found(Guid Id, string Name, int? ActiveVersion);
}
