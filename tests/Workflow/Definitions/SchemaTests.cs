using System.Text.Json.Nodes;
using FactoryFlow.Workflow.Activities;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Tests.Support;
using FactoryFlow.Workflow.Triggers;
using FactoryFlow.Workflow.Webhooks;
using Json.Schema;

namespace FactoryFlow.Workflow.Tests.Definitions;

/// <summary>What editors are told of the format, and what is read of it.</summary>
public sealed class SchemaTests
{
    private static readonly Lazy<string> Text = new(() =>
    {
        using var file = typeof(DefinitionService).Assembly.GetManifestResourceStream("FactoryFlow.Workflow.Definitions.definition.schema.json")!;
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    });

    private static readonly Lazy<JsonSchema> Schema = new(() => JsonSchema.FromText(Text.Value));

    [Theory]
    [InlineData("{ type: sendNotification, name: Tell, with: { channel: SMS, to: { role: buyer }, subject: Late, body: Hurry }, mode: sync }")]
    [InlineData("{ type: callWebhook, with: { url: 'https://example.com/{{context.order}}', method: PUT, headers: { X-Order: '{{context.order}}' }, body: [1] }, retry: { attempts: 5, initialDelay: PT2S, factor: 1.5 }, onFailure: suspend, mode: async }")]
    [InlineData("{ type: emitEvent, with: { name: order.ready, data: { n: 1 } }, compensation: { type: callWebhook, with: { url: 'https://example.com' }, retry: { attempts: 2 } } }")]
    [InlineData("{ type: executeFunction, with: { function: addDuration, time: '{{now}}', duration: P2D, saveAs: due } }")]
    [InlineData("{ type: updateContext, with: { set: { amount: 3 } }, conditions: { field: amount, operator: gt, value: 3 } }")]
    [InlineData("{ type: wait, with: { duration: PT5M } }")]
    [InlineData("{ type: callApi, with: { credential: shop, path: '/api/v1/orders/{{context.order}}', method: PATCH, body: { isExpress: true }, saveAs: { status: status } }, retry: { attempts: 3 }, onFailure: suspend, mode: async }")]
    [InlineData("{ type: CALL_API, with: { url: 'https://example.com', headers: { X-Y: z } } }")]
    [InlineData("{ type: CALL_API, with: { credential: shop, path: /api/v1/orders, saveAs: { order: id } } }")]
    [InlineData("{ type: UPDATE_ENTITY, with: { credential: shop, path: /api/v1/orders/7, body: { isExpress: true } } }")]
    public void What_the_reader_takes_the_schema_takes(string activity)
    {
        Some.Read(With(activity)).Faults.ShouldBeEmpty();
        IsValid(With(activity)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("{ type: dance }")]
    [InlineData("{ with: { duration: PT5M } }")]
    [InlineData("{ type: wait, with: { duration: PT5M }, colour: red }")]
    [InlineData("{ type: wait }")]
    [InlineData("{ type: updateContext, with: {} }")]
    [InlineData("{ type: callWebhook, with: { url: 'https://example.com', method: STEAL } }")]
    [InlineData("{ type: callWebhook, with: { url: 'https://example.com' }, onFailure: shrug }")]
    [InlineData("{ type: callWebhook, with: { url: 'https://example.com' }, retry: { attempts: 21 } }")]
    [InlineData("{ type: callApi, with: { credential: shop } }")]
    [InlineData("{ type: callApi, with: { path: /api/v1/orders } }")]
    [InlineData("{ type: callApi, with: { credential: '{{context.x}}', path: /api/v1/orders } }")]
    [InlineData("{ type: callApi, with: { credential: shop, path: 'https://example.com/api/v1/orders' } }")]
    [InlineData("{ type: callApi, with: { credential: shop, path: /api/v1/orders, body: [1] } }")]
    [InlineData("{ type: callApi, with: { credential: shop, path: /api/v1/orders, saveAs: { order: 3 } } }")]
    [InlineData("{ type: callApi, with: { credential: shop, path: /api/v1/orders, headers: { X-Y: z } } }")]
    [InlineData("{ type: CALL_API, with: { credential: shop, path: /api/v1/orders, url: 'https://example.com' } }")]
    [InlineData("{ type: UPDATE_ENTITY, with: { set: { amount: 3 } } }")]
    [InlineData("{ type: sendNotification, with: { to: {}, body: x } }")]
    [InlineData("{ type: executeFunction, with: { function: guess, saveAs: a } }")]
    [InlineData("{ type: emitEvent, with: { name: a }, compensation: { type: emitEvent, with: { name: b }, mode: sync } }")]
    public void What_the_reader_refuses_the_schema_refuses(string activity)
    {
        Some.Read(With(activity)).Faults.ShouldNotBeEmpty();
        IsValid(With(activity)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("{ event: order.created }", true)]
    [InlineData("{ id: a, description: b, event: workflow.event.emitted, filter: [{ field: event.data.name, operator: eq, value: x }], context: { a: event.data.data.x }, businessKey: event.data.businessKey, debounce: PT5S, maxConcurrent: 2 }", true)]
    [InlineData("{ }", false)]
    [InlineData("{ event: order.lost }", false)]
    [InlineData("{ event: workflow.transitioned }", false)]
    [InlineData("{ event: order.created, colour: red }", false)]
    [InlineData("{ event: order.created, context: { a: workflow.id } }", false)]
    [InlineData("{ event: order.created, businessKey: now }", false)]
    [InlineData("{ event: order.created, debounce: 5 }", false)]
    [InlineData("{ event: order.created, maxConcurrent: 0 }", false)]
    public void Of_a_trigger_the_reader_and_the_schema_say_the_same(string trigger, bool isRight)
    {
        var yaml = "states: [{ id: a, type: start }, { id: z, type: end }]\ntransitions: [{ from: a, to: z }]\ntriggers: [" + trigger + "]";
        (Some.Read(yaml).Faults.Count == 0, IsValid(yaml)).ShouldBe((isRight, isRight));
    }

    [Fact]
    public void Each_event_that_starts_something_stands_in_the_schema() =>
        JsonNode.Parse(Text.Value)!["$defs"]!["trigger"]!["properties"]!["event"]!["enum"]!.AsArray().Select(name => name!.ToString())
            .ShouldBe(WebhookEvents.Names.Where(Triggering.IsHeard), ignoreOrder: true);

    [Fact]
    public void Each_type_and_each_function_stands_in_the_schema()
    {
        foreach (var name in Activity.ByName.Keys.Concat(Functions.Names)) Text.Value.ShouldContain($"\"{name}\"");
    }

    [Theory]
    [InlineData("subject: { order: context.order }", "gates: [assemblyComplete, qaPass]", true)]
    [InlineData("subject: { order: context.order }", "gates: []", true)]
    [InlineData("subject: { order: order }", "gates: [qaPass]", false)]
    [InlineData("subject: { job: context.job }", "gates: [qaPass]", false)]
    [InlineData("subject: { order: context.order }", "gates: ['qa pass']", false)]
    [InlineData("subject: { order: context.order }", "gates: [qaPass, qaPass]", false)]
    [InlineData("subject: { order: context.order }", "gates: qaPass", false)]
    public void Reader_and_schema_agree_on_gates(string subject, string gates, bool areFine)
    {
        var yaml = $"{subject}\nstates: [{{ id: a, type: start }}, {{ id: z, type: end }}]\ntransitions: [{{ from: a, to: z, {gates} }}]";
        (Some.Read(yaml).Faults.Count == 0, IsValid(yaml)).ShouldBe((areFine, areFine));
    }

    [Fact]
    public void Each_sample_is_valid()
    {
        foreach (var sample in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "samples", "workflows"))) IsValid(File.ReadAllText(sample)).ShouldBeTrue(sample);
    }

    private static string With(string activity) => $$"""
        states: [{ id: a, type: start }, { id: z, type: end }]
        transitions: [{ from: a, to: z, activities: [{{activity}}] }]
        """;

    private static bool IsValid(string yaml) => Schema.Value.Evaluate(YamlNodes.Read(yaml, new Faults())!.ToValue()).IsValid;
}
