using FactoryFlow.Testing;

namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>A definition is changed while its instances are under way, and they go on by the new one.</summary>
public sealed class MigrationTests(WholeSystem system)
{
    private const string Definitions = "/api/v1/workflows/definitions", Instances = "/api/v1/workflows/instances", Migrations = "/api/v1/workflows/migrations";

    [Fact]
    public async Task A_state_gets_another_name_and_one_is_added_and_who_was_under_way_goes_on_there()
    {
        await using var receiver = await WebhookReceiver.Start();
        var factory = await Factory.Open(system.Running);
        var definition = (await factory.Admin.Post(Definitions, new { name = "purchase", yaml = Yaml(receiver.Url, "approval", "") })).Expect(201).Text("id");
        (await factory.Admin.Post($"{Definitions}/{definition}:publish")).Expect(200);
        var (one, other) = (await Submitted(factory, definition), await Submitted(factory, definition));
        await receiver.Arrived(2);
        await Eventually.Sees(() => factory.Admin.Get($"/api/v1/tasks?state=approval"), reply => reply.Items("tasks").Count == 2);
        (await factory.Admin.Put($"{Definitions}/{definition}", new { yaml = Yaml(receiver.Url, "decision", "booking") })).Expect(200);

        var preview = (await factory.Admin.Get($"{Definitions}/{definition}:previewMigration")).Expect(200);
        (preview.Text("version"), preview.Text("instances"), preview.Text("states.0.state"), preview.Text("states.0.isOrphaned"), preview.Text("suggestedMapping.approval")).ShouldBe(("2", "2", "approval", "true", "decision"));
        var mapping = new { approval = "decision" };
        var dry = (await factory.Admin.Post(Migrations, new { definitionId = definition, version = 2, mapping, validateOnly = true })).Expect(201);
        (dry.Text("migrated"), dry.Text("results.0.toStates.0"), (await factory.Admin.Get($"{Instances}/{one}")).Text("version")).ShouldBe(("2", "decision", "1"));

        (await factory.Admin.Post(Migrations, new { definitionId = definition, version = 2, mapping })).Expect(409, "DEFINITION_NOT_ACTIVE");
        (await factory.Admin.Post($"{Definitions}/{definition}:publish")).Expect(200);
        var migration = (await factory.Admin.Post(Migrations, new { definitionId = definition, mapping })).Expect(201).Text("id");
        var over = await Eventually.Sees(() => factory.Admin.Get($"{Migrations}/{migration}"), reply => reply.Text("status") == "COMPLETED");
        (over.Text("migrated"), over.Text("left")).ShouldBe(("2", "0"));
        (await factory.Admin.Post($"{Migrations}/{migration}:cancel")).Expect(409, "MIGRATION_ENDED");
        (await factory.Admin.Get($"{Migrations}/{migration}/results")).Items("results").Select(r => r.GetProperty("outcome").GetString()).ShouldBe(["MIGRATED", "MIGRATED"]);

        foreach (var instance in new[] { one, other })
        {
            var task = (await factory.Admin.Get($"/api/v1/tasks?instanceId={instance}")).Expect(200);
            task.Text("tasks.0.state").ShouldBe("decision");
            (await factory.Admin.Post($"/api/v1/tasks/{task.Text("tasks.0.id")}:complete", new { transition = "approve" })).Expect(200);
            (await factory.Admin.Post($"{Instances}/{instance}/transitions", new { transition = "book" })).Expect(200).Text("status").ShouldBe("COMPLETED");
            (await factory.Admin.Get($"{Instances}/{instance}/history")).Items("entries").Count(e => e.GetProperty("type").GetString() == "MIGRATED").ShouldBe(1);
        }

        // What was ordered on the way there was ordered by the first version, once.
        receiver.Calls.Count.ShouldBe(2);
        (await factory.Admin.Get("/api/v1/events?pageSize=200")).Items("events").Count(e => e.GetProperty("type").GetString() == "workflow.instance.migrated").ShouldBe(2);
    }

    private static async Task<string> Submitted(Factory factory, string definition)
    {
        var instance = (await factory.Admin.Post(Instances, new { definition })).Expect(201).Text("id");
        (await factory.Admin.Post($"{Instances}/{instance}/transitions", new { transition = "submit" })).Expect(200);
        return instance;
    }

    private static string Yaml(string url, string waiting, string more) => $$"""
        states: [{ id: draft, type: start }, { id: {{waiting}}, type: manual }, {{(more.Length > 0 ? $"{{ id: {more}, type: manual }}, " : "")}}{ id: done, type: end }]
        transitions:
          - { id: submit, from: draft, to: {{waiting}}, activities: [{ type: callWebhook, with: { url: "{{url}}" } }] }
          - { id: approve, from: {{waiting}}, to: {{(more.Length > 0 ? more : "done")}} }
          {{(more.Length > 0 ? $"- {{ id: book, from: {more}, to: done }}" : "")}}
        """;
}
