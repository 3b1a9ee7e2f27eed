using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.Activities;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.SubWorkflows;
using FactoryFlow.Workflow.Tasks;
using FactoryFlow.Workflow.Timers;

namespace FactoryFlow.Workflow.Instances;

/// <summary>
/// Moves instances, whoever asks for it: one transaction in which the instance is locked, decided on, and written with its history, its tasks,
/// its timers, its activities, what it starts, its facts and the audit entry. A dry run is the same without any of the writing.
/// </summary>
internal sealed class Mover(DefinitionCache definitions, Starter starter)
{
    /// <summary>Decides what becomes of an instance, which is locked unless the move is dry.</summary>
    /// <param name="tx">The transaction.</param>
    /// <param name="move">What is wanted.</param>
    /// <param name="actor">Who wants it; null when it is time or another system.</param>
    /// <exception cref="Refusal">It cannot be done.</exception>
    public async Task<Step> Decide(TenantTx tx, Move move, Caller? actor)
    {
        var channels = Channels.Ask(tx);
        var (before, instance) = await InstanceStore.Read(tx, move.InstanceId, move.Key, isLocked: !move.IsDry);
        var definition = await DefinitionOf(tx, before, instance);
        // A key that was used already changes nothing, whatever else has happened since.
        if (move.Key is null || !instance.Keys.Contains(move.Key)) Etag.Require(move.Etag, before.Version);
        var check = new Check();
        check.Declared(move.Field, definition.Context, move.Brought, isWhole: false);
        if (actor is not null) check.SameOrder(move.Field, definition, instance, move.Brought);
        check.Done();
        var decision = WorkflowEngine.Decide(definition, instance, move.Command, Surroundings.Of(actor, tx.Now) with { ClosedChannels = Channels.Closed(channels), Gates = move.Gates });
        var after = decision.Events.IsEmpty ? before : before.After(decision.After, tx.Now);
        check.That(after.Context.Length <= Values.Longest, move.Field, "would make the context of the instance larger than 65536 characters");
        check.Done();
        return new Step(definition, before, after, instance, decision, actor?.Subject ?? Guid.Empty) { Children = await starter.Children(tx, definition, after, decision, actor) };
    }

    /// <summary>What an instance runs on, with what it ran on when it did what may have to be undone.</summary>
    public async Task<Definition> DefinitionOf(TenantTx tx, InstanceRow row, Instance instance)
    {
        var definition = await definitions.Of(tx, row.DefinitionId, row.DefinitionVersion);
        foreach (var former in instance.Done.Select(d => d.Origin).Concat(instance.Pending.Select(p => p.Origin)).Where(origin => origin > 0).Distinct())
            definition = definition with { Formers = definition.Formers.SetItem(former, await definitions.Of(tx, row.DefinitionId, former)) };
        return definition;
    }

    /// <summary>Moves an instance where nobody waits for an answer: what is refused makes it fail visibly instead of waiting for ever.</summary>
    public async Task MoveOn(TenantTx tx, Move move)
    {
        Step step;
        try
        {
            step = await Decide(tx, move, null);
        }
        catch (Refusal refused) when (refused.IsFinal)
        {
            var given = new GiveUp(string.Join(' ', refused.Faults.Select(f => $"{f.Field} {f.Message}.").Prepend(refused.Message)));
            try
            {
                step = await Decide(tx, move with { Command = given, Brought = Instance.NoContext }, null);
            }
            catch (Refusal)
            {
                // What is to be undone is refused as well.
                step = await Decide(tx, move with { Command = given with { IsBare = true }, Brought = Instance.NoContext }, null);
            }
        }

        Write(tx, step, move.Action);
    }

    /// <summary>
    /// Gives up an instance that could not be moved for a reason that nobody foresaw, again and again: it fails visibly, and nothing else
    /// happens, since that may be what goes wrong.
    /// </summary>
    public async Task Abandon(TenantTx tx, Guid instance, string why)
    {
        var move = new Move(instance, new GiveUp(why) { IsBare = true }, "context", Instance.NoContext) { Action = "workflow_instance.given_up" };
        Write(tx, await Decide(tx, move, null), move.Action);
    }

    /// <summary>Writes a decision and all that follows from it; one in which nothing happened leaves no trace.</summary>
    public static void Write(TenantTx tx, Step step, string action)
    {
        if (step.Decision.Events.IsEmpty) return;
        if (step.Before is null) InstanceStore.Add(tx, step.After);
        else InstanceStore.Save(tx, step.After);
        InstanceStore.AddHistory(tx, step.After.Id, HistoryRow.Of(step.Decision, step.Actor, tx.Now));
        var facts = new InstanceFacts(tx, step.After, step.Actor);
        foreach (var fact in step.Decision.Events.SelectMany(facts.Of)) tx.Publish(fact);
        ActivityFollower.Follow(tx, step);
        TaskFollower.Follow(tx, step);
        TimerFollower.Follow(tx, step);
        FamilyFollower.Follow(tx, step);
        tx.Audit(action, "workflow_instance", step.After.Id, Changes.Between(step.Before?.ToMessage(), step.After.ToMessage()));
        foreach (var child in step.Children) Write(tx, child, "workflow_instance.started");
    }
}
