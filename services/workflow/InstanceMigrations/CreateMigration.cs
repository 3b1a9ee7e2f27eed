using System.Collections.Immutable;
using System.Text.Json;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.Activities;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.Instances;
using FactoryFlow.Workflow.V1;
using Grpc.Core;
using Outcome = FactoryFlow.Workflow.V1.MigrationResult.Types.Outcome;

namespace FactoryFlow.Workflow.InstanceMigrations;

internal sealed partial class MigrationService
{
    private const int LongestState = 64, MostVersions = 100, MostStates = 200, MostIds = 1_000, Sample = 200;

    public override Task<Migration> CreateMigration(CreateMigrationRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("definition_id", request.DefinitionId);
        var version = check.Range("version", request.Version, 0, int.MaxValue);
        check.AtMost("from_versions", request.FromVersions.Count, MostVersions);
        if (check.AtMost("mapping", request.Mapping.Count, MostStates))
            foreach (var (here, there) in request.Mapping)
            {
                check.Text("mapping", here, 1, LongestState);
                check.Text($"mapping[{here}]", there, 1, LongestState);
            }

        if (check.AtMost("states", request.States.Count, MostStates))
            for (var i = 0; i < request.States.Count; i++) check.Text($"states[{i}]", request.States[i], 1, LongestState);
        List<Guid> ids = check.AtMost("instance_ids", request.InstanceIds.Count, MostIds) ? [.. request.InstanceIds.Select((one, i) => check.Id($"instance_ids[{i}]", one))] : [];
        var known = check.Known("context", request.Context);
        check.Done();
        if (request.ValidateOnly) return db.Read(context, async tx =>
        {
            var (migration, chosen) = await Choose(tx, request, id, version, [.. ids], known, context.Caller());
            return await Try(tx, migration, chosen);
        });
        return db.Write(context, request, async tx =>
        {
            var (migration, chosen) = await Choose(tx, request, id, version, [.. ids], known, context.Caller());
            MigrationStore.Add(tx, migration, chosen);
            var after = (await MigrationStore.Read(tx, migration.Id)).ToMessage();
            tx.Audit("workflow_migration.created", "workflow_migration", migration.Id, Changes.Between(null, after));
            return after;
        });
    }

    private async Task<(MigrationRow Migration, Chosen Chosen)> Choose(TenantTx tx, CreateMigrationRequest request, Guid id, int version, Guid[] ids, ImmutableSortedDictionary<string, JsonElement> known, Caller creator)
    {
        // Nobody publishes another version until the commit.
        var target = request.ValidateOnly ? await Version(tx, id, 0) : await DefinitionStore.Lock(tx, id);
        if (version == 0) version = target.ActiveVersion ?? throw Reasons.DefinitionNotActive.Refuse($"No version of {target.Name} is active: publish one first.");
        else if (!request.ValidateOnly && version != target.ActiveVersion) throw Reasons.DefinitionNotActive.Refuse(FormattableString.Invariant($"Version {version} of {target.Name} is not the active one."));
        if (version > target.LatestVersion) throw DefinitionStore.NotFound(id, version);
        var check = new Check();
        for (var i = 0; i < request.FromVersions.Count; i++)
            check.That(request.FromVersions[i] >= 1 && request.FromVersions[i] <= target.LatestVersion && request.FromVersions[i] != version, $"from_versions[{i}]", "is no other version of the definition");
        check.Done();
        int[] versions = [.. request.FromVersions.Count > 0 ? request.FromVersions.Distinct().Order() : Enumerable.Range(1, target.LatestVersion).Where(v => v != version)];
        await CheckMapping(tx, request, id, version, versions);
        var definition = await definitions.Of(tx, id, version);
        if (!request.ValidateOnly) Publishing.Require(definition, target.Name, creator);
        check.Declared("context", definition.Context, known, isWhole: false);
        check.Done();
        var migration = new MigrationRow(
            request.ValidateOnly ? Guid.Empty : tx.NewId(), id, target.Name, version, versions, JsonSerializer.Serialize(new SortedDictionary<string, string>(request.Mapping, StringComparer.Ordinal)),
            JsonSerializer.Serialize(known), 0, creator.Subject, tx.Now, null, 0, 0, 0, 0, null);
        return (migration, new Chosen(id, versions, [.. request.States.Distinct()], ids));
    }

    // What the mapping names must be there on both sides, and fit wherever instances run on it.
    private async Task CheckMapping(TenantTx tx, CreateMigrationRequest request, Guid id, int version, int[] versions)
    {
        if (request.Mapping.Count == 0) return;
        var running = await tx.All<int>($"""
            select distinct definition_version from instances where tenant_id = {tx.TenantId} and definition_id = {id} and status = 'RUNNING' and definition_version = any({versions})
            """);
        var to = await definitions.Of(tx, id, version);
        var fits = new List<Fit>();
        foreach (var one in running) fits.Add(new Fit(await definitions.Of(tx, id, one), to));
        var check = new Check();
        foreach (var (here, there) in request.Mapping)
        {
            var with = fits.FindAll(f => f.From.FindState(here) is not null);
            if (to.FindState(there) is null) check.Fault($"mapping[{here}]", $"becomes \"{there}\", which the version does not have");
            else if (fits.Count > 0 && with.Count == 0) check.Fault($"mapping[{here}]", "is a state of no version that instances run on");
            else if (with.Select(f => f.WhyNot(here, there)).OfType<Hindrance>().FirstOrDefault() is { } hindrance) check.Fault($"mapping[{here}]", $"cannot be: {hindrance.Message}");
        }

        check.Done();
    }

    private async Task<Migration> Try(TenantTx tx, MigrationRow migration, Chosen chosen)
    {
        var count = tx.Ask<int>($"select count(*)::int {chosen.From(tx)}");
        var sample = tx.Ask<Guid>($"select i.id {chosen.From(tx)} order by i.id limit {Sample}");
        var channels = Channels.Ask(tx);
        await tx.Flush();
        var rows = InstanceStore.Ask(tx, [.. sample.Rows]);
        await tx.Flush();
        var results = new List<ResultRow>();
        foreach (var row in rows.Rows.OrderBy(r => r.Id))
            results.Add((await carrying.Decide(tx, migration, row, row.ToInstance(), isDry: true, Surroundings.Of(null, tx.Now) with { ClosedChannels = Channels.Closed(channels) })).Result);
        var message = (migration with { Instances = count.First, Migrated = Count(Outcome.Migrated), Skipped = Count(Outcome.Skipped), Failed = Count(Outcome.Failed) }).ToMessage();
        message.Results.AddRange(results.Select(r => r.ToMessage()));
        return message;

        int Count(Outcome outcome) => results.Count(r => r.Outcome == EnumText.Of(outcome));
    }

    private static async Task<DefinitionRow> Version(TenantTx tx, Guid id, int version)
    {
        var found = DefinitionStore.Ask(tx, id, version);
        await tx.Flush();
        return found.First ?? throw DefinitionStore.NotFound(id, version);
    }
}
