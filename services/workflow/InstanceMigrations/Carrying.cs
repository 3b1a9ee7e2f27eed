using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.Activities;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.Instances;
using FactoryFlow.Workflow.SubWorkflows;
using Instance = FactoryFlow.Workflow.Engine.Instance;
using Outcome = FactoryFlow.Workflow.V1.MigrationResult.Types.Outcome;

namespace FactoryFlow.Workflow.InstanceMigrations;

/// <summary>
/// Carries one instance to another version: a transaction in which it is locked, decided on, and written with its history, its task, its timers,
/// its facts and its result. A dry run is the same without any of the writing.
/// </summary>
internal sealed class Carrying(DefinitionCache definitions, Starter starter, Mover mover)
{
    /// <summary>Gives an instance its turn; one that has a result already is left alone.</summary>
    /// <returns>Whether it had none.</returns>
    public async Task<bool> Carry(TenantTx tx, DueMigration due)
    {
        var pending = MigrationStore.AskPending(tx, due.MigrationId, due.InstanceId);
        var found = MigrationStore.AskPlan(tx, due.MigrationId);
        await tx.Flush();
        if (pending.Rows.Count == 0) return false;
        var migration = found.First!;
        var channels = Channels.Ask(tx);
        var (row, instance) = await InstanceStore.Read(tx, due.InstanceId, isLocked: true);
        var carried = await Decide(tx, migration, row, instance, isDry: false, Surroundings.Of(null, tx.Now) with { ClosedChannels = Channels.Closed(channels) });
        if (carried is { Step: { } step, Fit: { } fit })
        {
            await Rebinding.Write(tx, fit, step, carried.Since);
            Mover.Write(tx, step, "workflow_instance.migrated");
        }

        MigrationStore.Save(tx, migration.Id, carried.Result);
        return true;
    }

    /// <summary>Decides what becomes of an instance, and writes nothing.</summary>
    /// <param name="tx">The transaction.</param>
    /// <param name="migration">Where to.</param>
    /// <param name="row">The instance as it is stored.</param>
    /// <param name="instance">The instance.</param>
    /// <param name="isDry">Whether when its stays began does not matter, as nothing is kept.</param>
    /// <param name="surroundings">When.</param>
    public async Task<Carried> Decide(TenantTx tx, MigrationRow migration, InstanceRow row, Instance instance, bool isDry, Surroundings surroundings)
    {
        var result = new ResultRow(row.Id, row.BusinessKey, EnumText.Of(Outcome.Skipped), row.DefinitionVersion, row.States, [], null, "", tx.Now);
        if (row.DefinitionVersion == migration.Version || !migration.FromVersions.Contains(row.DefinitionVersion))
            return new(result.Refused(Outcome.Skipped, HindranceKind.VersionChanged, FormattableString.Invariant($"it runs on version {row.DefinitionVersion} by now")));
        var fit = new Fit(await mover.DefinitionOf(tx, row, instance), await definitions.Of(tx, row.DefinitionId, migration.Version));
        var passage = new Passage(row.DefinitionVersion, migration.Version, migration.ReadMapping()) { Context = Values.Of(migration.Context) };
        if (Migrating.Hindrances(fit, instance, passage) is { Count: > 0 } hindrances) return new(result.Refused(Outcome.Skipped, hindrances[0].Kind, string.Join("; ", hindrances.Select(h => h.Message))));
        try
        {
            var since = isDry ? Nothing : await Since(tx, fit, instance, passage);
            var decision = Migrating.Decide(fit, instance, passage, since, surroundings);
            var after = row.After(decision.After, tx.Now) with { DefinitionVersion = migration.Version };
            if (after.Context.Length > Values.Longest) return new(result.Refused(Outcome.Failed, HindranceKind.CannotGoOn, "its context would become larger than 65536 characters"));
            var definition = Migrating.Target(fit, passage);
            // Stays are told from the moment in which it has arrived: none has ended or begun by that alone.
            var step = new Step(definition, row, after, instance.After(decision.Events[0]), decision, migration.CreatorId) { Children = await starter.Children(tx, definition, after, decision, null) };
            return new(result with { Outcome = EnumText.Of(Outcome.Migrated), ToStates = after.States }) { Step = step, Fit = fit, Since = since };
        }
        catch (Refusal refused)
        {
            return new(result.Refused(Outcome.Failed, HindranceKind.CannotGoOn, refused.Message));
        }
    }

    // Its history is read only where something depends on it.
    private static async Task<IReadOnlyDictionary<int, DateTimeOffset>> Since(TenantTx tx, Fit fit, Instance instance, Passage passage)
    {
        if (!instance.Tokens.Any(t => fit.To.State(passage.TargetOf(t.State)) is { Wait: not null } or { Sla: not null } or { Due: not null })) return Nothing;
        var history = HistoryRow.AskAll(tx, instance.Id);
        await tx.Flush();
        return Entering.Of(history.Rows.Select(h => (h.ToEvent(), h.Time)));
    }

    private static IReadOnlyDictionary<int, DateTimeOffset> Nothing { get; } = new Dictionary<int, DateTimeOffset>();
}

/// <summary>What becomes of an instance.</summary>
/// <param name="Result">In words.</param>
internal sealed record Carried(ResultRow Result)
{
    /// <summary>What is to be written; null where it stays as it is.</summary>
    public Step? Step { get; init; }

    public Fit? Fit { get; init; }

    /// <summary>When its stays began, where that matters.</summary>
    public IReadOnlyDictionary<int, DateTimeOffset> Since { get; init; } = new Dictionary<int, DateTimeOffset>();
}
