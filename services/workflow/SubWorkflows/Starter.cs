using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.Activities;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.Instances;
using FactoryFlow.Workflow.Triggers;

namespace FactoryFlow.Workflow.SubWorkflows;

/// <summary>Decides how instances begin: those that a call starts, and those that another instance starts and waits for.</summary>
internal sealed class Starter(DefinitionCache definitions)
{
    private const int Deepest = 5;

    /// <summary>An instance of the active version of a definition, with all that it starts in turn.</summary>
    /// <param name="tx">The transaction.</param>
    /// <param name="named">The definition's id or name.</param>
    /// <param name="start">What it begins with.</param>
    /// <param name="actor">Who starts it; null when it is time or another system.</param>
    /// <param name="parent">Whose sub-workflow it is.</param>
    /// <exception cref="Refusal">DEFINITION_NOT_FOUND, DEFINITION_NOT_ACTIVE, TRIGGER_LOOP, SUB_WORKFLOW_NOT_STARTED, INVALID_INPUT.</exception>
    public async Task<Step> Begin(TenantTx tx, string named, Start start, Caller? actor, Parent? parent = null)
    {
        var channels = Channels.Ask(tx);
        var (definitionId, name, version) = await Active(tx, named);
        if (start.CallDepth > Triggering.Deepest) throw Reasons.TriggerLoop.Refuse($"Workflows have started each other too often before this one; they go {Triggering.Deepest} deep at most.");
        var definition = await definitions.Of(tx, definitionId, version);
        var check = new Check();
        check.Declared("context", definition.Context, start.Context, isWhole: true);
        check.Done();
        var nothing = new Instance { Id = tx.NewId() };
        var decision = WorkflowEngine.Decide(definition, nothing, start, Surroundings.Of(actor, tx.Now) with { ClosedChannels = Channels.Closed(channels) });
        var row = new InstanceRow(nothing.Id, definitionId, name, version, start.BusinessKey, "", [], "", "", 0, decision.After.StartedBy, "", tx.Now, tx.Now, null, parent?.InstanceId, parent?.Visit, parent?.Depth ?? 0,
                start.Cause?.Trigger, start.Cause?.Depth ?? parent?.TriggerDepth ?? start.CallDepth)
            .After(decision.After, tx.Now);
        return new Step(definition, null, row, nothing, decision, actor?.Subject ?? Guid.Empty) { Children = await Children(tx, definition, row, decision, actor) };
    }

    /// <summary>The instances that a decision starts, for as long as the stay that it starts them in is not over already.</summary>
    /// <exception cref="Refusal">SUB_WORKFLOW_NOT_STARTED.</exception>
    public async Task<ImmutableArray<Step>> Children(TenantTx tx, Definition definition, InstanceRow row, Decision decision, Caller? actor)
    {
        var children = ImmutableArray.CreateBuilder<Step>();
        foreach (var asked in decision.Events.OfType<SubWorkflowRequested>().Where(e => decision.After.IsRunning && decision.After.Tokens.Any(t => t.Visit == e.Visit)))
        {
            var state = definition.State(decision.After.Tokens.First(t => t.Visit == asked.Visit).State);
            if (row.Depth == Deepest)
                throw Reasons.SubWorkflowNotStarted.Refuse(string.Create(CultureInfo.InvariantCulture, $"\"{state.Id}\" would start {asked.Workflow} below {Deepest} others; workflows that start each other go no deeper."));
            try
            {
                var start = new Start("", Mapped(state.Input, decision.After.Context)) { StartedBy = row.StartedBy };
                children.Add(await Begin(tx, asked.Workflow, start, actor, new Parent(row.Id, asked.Visit, row.Depth + 1, row.TriggerDepth)));
            }
            catch (Refusal refused) when (refused.Reason != Reasons.SubWorkflowNotStarted && refused.IsFinal)
            {
                var faults = string.Concat(refused.Faults.Where(f => f.Message != refused.Message).Select(f => $" {f.Field} {f.Message}."));
                throw Reasons.SubWorkflowNotStarted.Refuse($"\"{state.Id}\" cannot start {asked.Workflow}: {refused.Message}{faults}");
            }
        }

        return children.ToImmutable();
    }

    /// <summary>Values under other names; those that are not there are left out.</summary>
    /// <param name="names">The names that they get, and those that they have.</param>
    /// <param name="values">What there is.</param>
    public static ImmutableSortedDictionary<string, JsonElement> Mapped(ImmutableSortedDictionary<string, string> names, ImmutableSortedDictionary<string, JsonElement> values) =>
        names.Where(n => values.ContainsKey(n.Value)).ToImmutableSortedDictionary(n => n.Key, n => values[n.Value], StringComparer.Ordinal);

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

/// <summary>The instance that starts another one and waits for it.</summary>
/// <param name="InstanceId">Which.</param>
/// <param name="Visit">Its stay that waits.</param>
/// <param name="Depth">How many are above the one that is started.</param>
/// <param name="TriggerDepth">How many triggers led to it.</param>
internal sealed record Parent(Guid InstanceId, int Visit, int Depth, int TriggerDepth);
