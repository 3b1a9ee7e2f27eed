using FactoryFlow.Testing;
using FactoryFlow.Workflow.Tests.Support;
using FactoryFlow.Workflow.V1;

namespace FactoryFlow.Workflow.Tests.InstanceMigrations;

/// <summary>A tenant that changes a definition on which instances run.</summary>
internal sealed class Change(World world)
{
    /// <summary>Somebody submits, and somebody checks.</summary>
    public const string Before = """
        states:
          - { id: draft, type: start }
          - { id: check, type: manual, assignTo: { role: clerk } }
          - { id: done, type: end }
        transitions:
          - { id: submit, from: draft, to: check }
          - { id: pass, from: check, to: done }
        """;

    /// <summary>The same with another name for the check, which somebody else does, and a second look.</summary>
    public const string After = """
        states:
          - { id: draft, type: start }
          - { id: checking, type: manual, name: First look, assignTo: { role: auditor }, form: { defects: number }, due: P2D }
          - { id: second, type: manual }
          - { id: done, type: end }
        transitions:
          - { id: submit, from: draft, to: checking }
          - { id: pass, from: checking, to: second }
          - { id: passAgain, from: second, to: done }
        """;

    public Desk Desk { get; } = new(world);

    public Guid Tenant => Desk.Tenant;

    /// <summary>Adds a version and publishes it.</summary>
    public async Task<Definition> Next(Definition definition, string yaml)
    {
        await Draft(definition, yaml);
        return await Desk.Definitions.PublishDefinition(new() { DefinitionId = definition.Id }, Desk.Call()).InTime();
    }

    public Task<Definition> Draft(Definition definition, string yaml) => Desk.Definitions.UpdateDefinition(new() { DefinitionId = definition.Id, Yaml = yaml }, Desk.Call()).InTime();

    /// <summary>An instance that has taken transitions.</summary>
    public async Task<Instance> Taken(Definition definition, params string[] transitions)
    {
        var instance = await Desk.Start(definition);
        foreach (var transition in transitions) instance = await Desk.Take(instance, transition);
        return instance;
    }

    /// <summary>Begins a migration to the active version.</summary>
    public Task<Migration> Begin(Definition definition, Action<CreateMigrationRequest>? change = null, string? key = null, params (string From, string To)[] mapping)
    {
        var request = new CreateMigrationRequest { DefinitionId = definition.Id };
        foreach (var (from, to) in mapping) request.Mapping[from] = to;
        change?.Invoke(request);
        return Desk.Migrations.CreateMigration(request, Desk.Call(key: key)).InTime();
    }

    /// <summary>Begins a migration, gives every instance its turn, and tells what became of them.</summary>
    public async Task<IReadOnlyList<MigrationResult>> Migrate(Definition definition, params (string From, string To)[] mapping)
    {
        var migration = await Begin(definition, mapping: mapping);
        await Work();
        return await Results(migration);
    }

    /// <summary>Gives instances their turns, as a process does once a second, until none of this tenant's waits: another test may have taken it and be at it.</summary>
    public async Task Work()
    {
        var limit = Limit.Soon();
        using var migrator = Desk.Migrator;
        while (await migrator.MigrateSome(limit) > 0 || (await world.Look("select outcome from migration_results where tenant_id = $1 and outcome = 'PENDING'", Tenant)).Count > 0)
            limit.ThrowIfCancellationRequested();
    }

    public async Task<IReadOnlyList<MigrationResult>> Results(Migration migration) =>
        (await Desk.Migrations.ListMigrationResults(new() { MigrationId = migration.Id }, Desk.Call()).InTime()).Results;

    public Task<Migration> Get(Migration migration) => Desk.Migrations.GetMigration(new() { MigrationId = migration.Id }, Desk.Call()).InTime();

    public Task<PreviewMigrationResponse> Preview(Definition definition) => Desk.Migrations.PreviewMigration(new() { DefinitionId = definition.Id }, Desk.Call()).InTime();

    /// <summary>Where an instance stands, and on which version.</summary>
    public async Task<string> At(Instance instance)
    {
        var now = await Desk.Get(instance.Id);
        return $"{string.Join(',', now.CurrentStates)}@{now.Version}";
    }

    /// <summary>As if everything had happened so long ago.</summary>
    public async Task Pass(TimeSpan time)
    {
        await Desk.Pass(time);
        await world.Look("update history set time = time - $2 where tenant_id = $1 returning 1", Tenant, time);
        await world.Look("update tasks set create_time = create_time - $2, due_time = due_time - $2 where tenant_id = $1 returning 1", Tenant, time);
    }

    public Task<List<string>> Look(string sql) => world.Look(sql, Tenant);
}
