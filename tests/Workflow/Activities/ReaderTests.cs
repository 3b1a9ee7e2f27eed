using System.Globalization;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Tests.Support;

namespace FactoryFlow.Workflow.Tests.Activities;

public sealed class ReaderTests
{
    private const string Whole = """
        {
          type: callWebhook, mode: async, name: Order it,
          with: { url: "https://example.com/{{context.order}}", method: PUT, headers: { Authorization: "Bearer {{env.SHOP_KEY}}" }, body: { sum: "{{amount}}" } },
          retry: { attempts: 5, initialDelay: PT2S, factor: 1.5 }, onFailure: suspend, conditions: { field: amount, operator: gt, value: 3 },
          compensation: { type: sendNotification, with: { to: { role: buyer }, subject: Undone, body: "{{workflow.businessKey}}" } }
        }
        """;

    [Fact]
    public void What_is_right_is_read_whole()
    {
        var activity = Some.Definition(Way(Whole)).Transitions.Single().Activities.Single();
        (activity.Type, activity.Attempts, activity.FirstPause, activity.Factor, activity.Suspends, activity.IsQueued).ShouldBe((ActivityType.CallWebhook, 5, TimeSpan.FromSeconds(2), 1.5, true, true));
        activity.Condition.ShouldNotBeNull();
        (activity.Compensation!.Type, activity.Compensation.Attempts).ShouldBe((ActivityType.SendNotification, 1));
        activity.With.GetProperty("method").GetString().ShouldBe("PUT");
    }

    [Fact]
    public void The_actions_of_a_state_are_done_at_the_end_of_each_way_there()
    {
        var definition = Some.Definition("""
            states: [{ id: a, type: start }, { id: b, type: manual, actions: [{ type: updateContext, with: { set: { n: 1 } } }] }, { id: z, type: end }]
            transitions: [{ from: a, to: b, activities: [{ type: wait, with: { duration: PT1M } }] }, { from: b, to: z }, { id: again, from: b, to: b }]
            """);
        definition.Transitions.Select(t => string.Join(',', t.Activities.Select(a => a.Type))).ShouldBe(["Wait,UpdateContext", "", "UpdateContext"]);
    }

    [Theory]
    [InlineData("SEND_EMAIL", "{ to: { address: \"a@b.example\" }, body: x }", ActivityType.SendNotification)]
    [InlineData("CALL_API", "{ url: \"https://example.com\" }", ActivityType.CallWebhook)]
    [InlineData("CALL_API", "{ credential: shop, path: /api/v1/orders }", ActivityType.CallApi)]
    [InlineData("CALL_WEBHOOK", "{ url: \"https://example.com\" }", ActivityType.CallWebhook)]
    [InlineData("EMIT_EVENT", "{ name: order.ready, data: { n: \"{{order}}\" } }", ActivityType.EmitEvent)]
    [InlineData("EXECUTE_FUNCTION", "{ function: addDuration, time: \"{{now}}\", duration: P2D, saveAs: due }", ActivityType.ExecuteFunction)]
    [InlineData("UPDATE_ENTITY", "{ credential: shop, path: \"/api/v1/orders/{{context.order}}\", body: { isExpress: true } }", ActivityType.CallApi)]
    [InlineData("WAIT", "{ duration: PT5M }", ActivityType.Wait)]
    public void Other_engines_names_are_understood(string type, string with, object expected) =>
        Some.Definition(Way($"{{ type: {type}, with: {with} }}")).Transitions.Single().Activities.Single().Type.ShouldBe((ActivityType)expected);

    [Theory]
    [InlineData("", "PATCH")]
    [InlineData(", method: PUT", "PUT")]
    public void What_updates_an_entity_sends_a_patch_unless_it_says_otherwise(string more, string method)
    {
        var with = Some.Definition(Way($"{{ type: UPDATE_ENTITY, with: {{ credential: shop, path: /api/v1/orders/7{more} }} }}")).Transitions.Single().Activities.Single().With;
        (with.GetProperty("method").GetString(), with.GetProperty("path").GetString()).ShouldBe((method, "/api/v1/orders/7"));
    }

    [Fact]
    public void What_was_saved_as_an_update_of_the_context_goes_on_as_one()
    {
        var (definition, faults) = Some.Read(Way("{ type: UPDATE_ENTITY, with: { set: { amount: 3 } } }"));
        faults.ShouldHaveSingleItem();
        definition!.Transitions.Single().Activities.Single().Type.ShouldBe(ActivityType.UpdateContext);
    }

    // One row for each fault: the activity, where its fault begins, and what must be said.
    [Theory]
    [InlineData("{ type: dance }", "dance", "\"dance\" is no type of activity; there are callApi, callWebhook")]
    [InlineData("{ type: wait, with: { duration: 5 } }", "5 }", "it must be a text")]
    [InlineData("{ type: wait, with: { duration: soon } }", "soon", "is no duration")]
    [InlineData("{ type: wait, mode: sync, with: { duration: PT5M } }", "sync", "must be async")]
    [InlineData("{ type: updateContext, mode: async, with: { set: { amount: 1 } } }", "async", "must be sync")]
    [InlineData("{ type: updateContext, with: {} }", "{} }", "\"set\" is missing")]
    [InlineData("{ type: UPDATE_ENTITY, with: { set: { amount: 1 } } }", "{ set", "updates nothing else: call that updateContext")]
    [InlineData("{ type: UPDATE_ENTITY, with: { path: /api/v1/orders/7 } }", "{ path", "\"credential\" is missing")]
    [InlineData("{ type: CALL_API, with: {} }", "{} }", "\"credential\" is missing")]
    [InlineData("{ type: updateContext, with: { set: { other: 1 } } }", "1 }", "\"other\" is not declared")]
    [InlineData("{ type: updateContext, with: { set: { amount: 1 } }, retry: { attempts: 2 } }", "{ attempts", "never fails for a while only")]
    [InlineData("{ type: executeFunction, with: { function: guess } }", "guess", "there are add, addDuration, multiply, subtract")]
    [InlineData("{ type: executeFunction, with: { function: add, one: 1, saveAs: amount } }", "{ function", "\"other\" is missing")]
    [InlineData("{ type: executeFunction, with: { function: add, one: 1, other: 2, saveAs: sum } }", "sum }", "\"sum\" is not declared")]
    [InlineData("{ type: emitEvent, with: { name: \"a b\" } }", "\"a b\"", "cannot be a name")]
    [InlineData("{ type: emitEvent, with: { name: a, data: 3 } }", "3 }", "it must be an object")]
    [InlineData("{ type: emitEvent, with: { name: a, data: { k: \"{{env.SHOP_KEY}}\" } } }", "\"{{env", "is for calls alone")]
    [InlineData("{ type: sendNotification, with: { body: x } }", "{ body", "\"to\" is missing")]
    [InlineData("{ type: sendNotification, with: { to: {}, body: x } }", "{}, body", "names nobody")]
    [InlineData("{ type: sendNotification, with: { to: { user: ann }, body: x } }", "ann }", "\"ann\" names no user")]
    [InlineData("{ type: sendNotification, with: { channel: FAX, to: { role: a }, body: x } }", "FAX", "there are EMAIL, SMS, WHATSAPP")]
    [InlineData("{ type: sendNotification, with: { to: { role: a } } }", "{ to", "\"body\" is missing")]
    [InlineData("{ type: sendNotification, with: { to: { role: a }, body: \"{{actor.email}}\" } }", "\"{{actor", "are not kept")]
    [InlineData("{ type: callWebhook, with: {} }", "{} }", "\"url\" is missing")]
    [InlineData("{ type: callWebhook, with: { url: \"ftp://x.example\" } }", "\"ftp", "is not a url")]
    [InlineData("{ type: callWebhook, with: { url: \"{{context.order}}/x\" } }", "\"{{context", "only {{env.X}} may stand")]
    [InlineData("{ type: callWebhook, with: { url: \"https://u:p@x.example\" } }", "\"https", "is not a url")]
    [InlineData("{ type: callWebhook, with: { url: \"https://x.example/{{env.OTHER}}\" } }", "\"https", "is not configured; there are SHOP_KEY")]
    [InlineData("{ type: callWebhook, with: { url: \"https://x.example/{{context.secret}}\" } }", "\"https", "declares no \"secret\"")]
    [InlineData("{ type: callWebhook, with: { url: \"https://x.example/{{ a b }}\" } }", "\"https", "braces that are no expression")]
    [InlineData("{ type: callWebhook, with: { url: \"https://x.example\", method: BREW } }", "BREW", "must be one of POST")]
    [InlineData("{ type: callWebhook, with: { url: \"https://x.example\", method: GET, body: { a: 1 } } }", "{ a:", "means nothing with GET")]
    [InlineData("{ type: callWebhook, with: { url: \"https://x.example\", headers: { Host: x } } }", "x } }", "not for a definition to say")]
    [InlineData("{ type: callWebhook, with: { url: \"https://x.example\", headers: { \"a:b\": x } } }", "x } }", "cannot be the name of a header")]
    [InlineData("{ type: callWebhook, with: { url: \"https://x.example\" }, retry: { attempts: 21 } }", "21", "from 1 to 20")]
    [InlineData("{ type: callWebhook, with: { url: \"https://x.example\" }, retry: { initialDelay: P2D } }", "P2D", "longer than a day")]
    [InlineData("{ type: callWebhook, with: { url: \"https://x.example\" }, retry: { factor: 0.5 } }", "0.5", "from 1 to 10")]
    [InlineData("{ type: callWebhook, with: { url: \"https://x.example\" }, onFailure: cry }", "cry", "must be fail or suspend")]
    [InlineData("{ type: callWebhook, with: { url: \"https://x.example\" }, conditions: { field: actor.name, operator: exists } }", "{ field", "are not kept")]
    [InlineData("{ type: callWebhook, with: { url: \"https://x.example\" }, compensation: { type: wait, with: {} } }", "{} } }", "\"duration\" is missing")]
    [InlineData("{ type: callWebhook, with: { url: \"https://x.example\" }, compensation: { type: wait, with: { duration: PT1S }, compensation: { type: wait } } }", "{ type: wait } } }", "\"compensation\" is not known here")]
    public void Each_fault_is_told_with_its_place(string activity, string at, string message)
    {
        var yaml = Way(activity);
        var place = string.Create(CultureInfo.InvariantCulture, $"line 4, column {yaml.Split('\n')[3].LastIndexOf(at, StringComparison.Ordinal) + 1}");
        var faults = Some.Read(yaml).Faults;
        faults.ShouldContain(f => f.Place.ToString() == place && f.Message.Contains(message, StringComparison.Ordinal), $"{place}\n{string.Join('\n', faults)}");
    }

    [Theory]
    [InlineData("{ id: a, type: start, actions: [{ type: wait, with: { duration: PT1S } }] }", "would never be done")]
    [InlineData("{ id: a, type: start, actions: [{ type: rest }] }", "no type of activity")]
    public void Actions_that_would_never_be_done_are_a_fault(string state, string message) =>
        Some.Read($"states: [{state}, {{ id: z, type: end }}]\ntransitions: [{{ from: a, to: z }}]").Faults.ShouldContain(f => f.Message.Contains(message, StringComparison.Ordinal));

    private static string Way(string activity) => $$"""
        context: { order: text, amount: number, due: time }
        initialState: a
        states: [{ id: a, type: manual }, { id: z, type: end }]
        transitions: [{ from: a, to: z, activities: [{{activity.ReplaceLineEndings(" ")}}] }]
        """;
}
