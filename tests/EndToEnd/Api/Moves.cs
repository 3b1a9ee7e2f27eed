using Dapper;

namespace FactoryFlow.EndToEnd.Tests.Api;

/// <summary>A workflow whose instances are taken to another version.</summary>
/// <param name="Definition">The workflow; its second version calls a state otherwise.</param>
/// <param name="Instance">An instance that was left behind.</param>
/// <param name="Done">A migration that is over.</param>
/// <param name="Waiting">One that waits for its turn for as long as the tests run.</param>
internal sealed record Moves(string Definition, string Instance, string Done, string Waiting)
{
    private const string Path = "/api/v1/workflows";

    public static async Task<Moves> Make(Factory factory)
    {
        var definition = (await factory.Admin.Post($"{Path}/definitions", new { name = factory.Next("moving"), yaml = Yaml("b") })).Expect(201).Text("id");
        (await factory.Admin.Post($"{Path}/definitions/{definition}:publish")).Expect(200);
        var (first, second) = (await Start(), await Start());
        (await factory.Admin.Put($"{Path}/definitions/{definition}", new { yaml = Yaml("c") })).Expect(200);
        (await factory.Admin.Post($"{Path}/definitions/{definition}:publish")).Expect(200);
        var done = await Migrate(first, new { b = "c" });
        var waiting = await Migrate(second, new { });
        // As if another process had taken it, and had all the time there is.
        await using var workflow = await factory.System.OpenAsAdministrator("workflow");
        await workflow.ExecuteAsync("update migration_results set outcome = 'PENDING', hindrance = null, message = '', end_time = null, lease_time = '2100-01-01' where migration_id = @waiting::uuid", new { waiting });
        return new Moves(definition, second, done, waiting);

        async Task<string> Start()
        {
            var instance = (await factory.Admin.Post($"{Path}/instances", new { definition })).Expect(201).Text("id");
            (await factory.Admin.Post($"{Path}/instances/{instance}/transitions", new { transition = "go" })).Expect(200);
            return instance;
        }

        async Task<string> Migrate(string instance, object mapping)
        {
            var id = (await factory.Admin.Post($"{Path}/migrations", new { definitionId = definition, mapping, instanceIds = new[] { instance } })).Expect(201).Text("id");
            await Eventually.Sees(() => factory.Admin.Get($"{Path}/migrations/{id}"), seen => seen.Text("status") == "COMPLETED");
            return id;
        }
    }

    private static string Yaml(string state) => $$"""
        states: [{ id: a, type: start }, { id: {{state}}, type: manual }, { id: z, type: end }]
        transitions: [{ id: go, from: a, to: {{state}} }, { id: end, from: {{state}}, to: z }]
        """;
}
