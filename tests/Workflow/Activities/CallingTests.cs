using System.Net;
using System.Text.Json.Nodes;
using FactoryFlow.Events.Workflow;
using FactoryFlow.Testing;
using FactoryFlow.Workflow.Tests.Support;
using FactoryFlow.Workflow.V1;
using FactoryFlow.Workflow.Webhooks;
using Microsoft.AspNetCore.Http;
using static FactoryFlow.Workflow.V1.Instance.Types;

namespace FactoryFlow.Workflow.Tests.Activities;

/// <summary>From a transition to a call of a real server on this machine, and what becomes of the instance.</summary>
[Collection("activities")]
public sealed class CallingTests(World world)
{
    private readonly Bench _bench = new(world);

    [Fact]
    public async Task A_call_says_what_the_definition_says_and_the_instance_goes_on()
    {
        await using var receiver = await WebhookReceiver.Start();
        const string With = """, method: PUT, headers: { Authorization: "Bearer {{env.SHOP_KEY}}", X-Order: "{{context.order}}" }, body: { sum: "{{amount}}", key: "{{workflow.businessKey}}", by: "{{actor.id}}" }""";
        var instance = await _bench.Taken(Bench.Call(receiver.Url + "/{{context.order}}?a=1", with: With), """{"order": "A/1", "amount": 2.5}""");
        (await _bench.Look(instance)).ShouldBe("1:Pending");
        await _bench.Act();
        var call = (await receiver.Arrived(1)).Single();
        (call.Method, call.Path, call.Headers["Authorization"], call.Headers["X-Order"]).ShouldBe(("PUT", "/hooks/A%2F1?a=1", "Bearer s3cret", "A/1"));
        // The database keeps the names of an object in an order of its own.
        JsonNode.DeepEquals(call.Json, JsonNode.Parse($$"""{"sum": 2.5, "key": "PO-7", "by": "{{_bench.Tenant}}"}""")).ShouldBeTrue(call.Body);
        call.Headers["Content-Type"].ShouldBe("application/json");
        call.Headers["Idempotency-Key"].ShouldBe($"{instance.Id}-1");
        (await _bench.Look(instance)).ShouldBe("1:Succeeded");
        (await _bench.Desk.Take(instance, "finish")).Status.ShouldBe(Status.Completed);
    }

    [Fact]
    public async Task A_secret_is_kept_nowhere()
    {
        await using var receiver = await WebhookReceiver.Start();
        var instance = await _bench.Taken(Bench.Call(receiver.Url, with: """, headers: { K: "{{env.SHOP_KEY}}" }"""));
        await _bench.Act();
        (await receiver.Arrived(1)).Single().Headers["K"].ShouldBe("s3cret");
        (await world.Look("select input::text from activities where tenant_id = $1 union all select details::text from history where tenant_id = $1", _bench.Tenant)).ShouldAllBe(text => !text.Contains("s3cret"));
        (await _bench.Desk.History(instance)).Select(e => e.Type).ShouldBe(["STARTED", "TRANSITIONED", "ACTIVITY_REQUESTED", "ACTIVITY_SUCCEEDED"]);
    }

    [Fact]
    public async Task Nobody_moves_an_instance_on_while_something_is_done()
    {
        await using var receiver = await WebhookReceiver.Start();
        var instance = await _bench.Taken(Bench.Call(receiver.Url));
        (await _bench.Desk.Inbox(_bench.Desk.Call(), r => r.InstanceId = instance.Id)).ShouldBeEmpty();
        (await Desk.Refused(() => _bench.Desk.Take(instance, "finish"))).Reason.Name.ShouldBe("TRANSITION_NOT_AVAILABLE");
        await _bench.Act();
        (await world.Look("select status from tasks where tenant_id = $1", _bench.Tenant)).ShouldBe(["OPEN"]);
    }

    [Fact]
    public async Task What_failed_is_tried_again_later_with_the_same_key()
    {
        await using var receiver = await WebhookReceiver.Start((before, http) => WebhookReceiver.Say(http, before < 2 ? 503 : 200));
        var instance = await _bench.Taken(Bench.Call(receiver.Url, ", retry: { attempts: 3, initialDelay: PT10S, factor: 3 }"));
        await _bench.Act();
        var waiting = (await _bench.All(instance)).Single();
        (waiting.Status, waiting.Attempts, waiting.Error).ShouldBe((Activity.Types.Status.Pending, 1, "The answer was 503."));
        await _bench.Pass(TimeSpan.FromSeconds(12));
        await _bench.Act();
        receiver.Calls.Count.ShouldBe(2);
        await _bench.Pass(TimeSpan.FromSeconds(34));
        await _bench.Act();
        (await receiver.Arrived(3)).Select(call => call.Headers["Idempotency-Key"]).Distinct().Count().ShouldBe(1);
        var done = (await _bench.All(instance)).Single();
        (done.Status, done.Attempts, done.NextAttemptTime).ShouldBe((Activity.Types.Status.Succeeded, 3, null));
    }

    [Fact]
    public async Task After_the_last_attempt_the_instance_fails_and_what_was_done_is_undone_in_reverse()
    {
        await using var receiver = await WebhookReceiver.Start((_, http) => WebhookReceiver.Say(http, http.Request.Path.Value!.EndsWith("third", StringComparison.Ordinal) ? 500 : 204));
        string Undone(string name) => Bench.Call($"{receiver.Url}/{name}", $", compensation: {Bench.Call($"{receiver.Url}/undo-{name}")}");
        var instance = await _bench.Taken($"{Undone("first")}, {Undone("second")}, {Undone("third")}");
        await _bench.Act();
        (await receiver.Arrived(5)).Select(call => call.Path["/hooks/".Length..]).ShouldBe(["first", "second", "third", "undo-second", "undo-first"]);
        (await _bench.Look(instance)).ShouldBe("1:Compensated 2:Compensated 3:Failed 4<2:Succeeded 5<1:Succeeded");
        var failed = await _bench.Desk.Get(instance.Id);
        (failed.Status, failed.Error).ShouldBe((Status.Failed, "An activity of \"go\" could not be done: The answer was 500."));
        (await _bench.Desk.Facts()).OfType<WorkflowInstanceFailed>().Single().Error.ShouldBe(failed.Error);
    }

    [Fact]
    public async Task What_cannot_be_undone_is_visible_and_keeps_nothing_else_from_it()
    {
        await using var receiver = await WebhookReceiver.Start((_, http) => WebhookReceiver.Say(http, http.Request.Path.Value!.EndsWith("bad", StringComparison.Ordinal) ? 500 : 204));
        string Undone(string undo) => Bench.Call(receiver.Url, $$""", compensation: { type: callWebhook, with: { url: "{{receiver.Url}}/{{undo}}" }, retry: { attempts: 2, initialDelay: PT1H } }""");
        var instance = await _bench.Taken($"{Undone("good")}, {Undone("bad")}, {Bench.Call(receiver.Url + "/bad")}");
        await _bench.Act();
        (await _bench.Look(instance)).ShouldBe("1:Succeeded 2:Succeeded 3:Failed 4<2:Pending");
        await _bench.Pass(TimeSpan.FromHours(1.2));
        await _bench.Act();
        (await _bench.Look(instance)).ShouldBe("1:Compensated 2:Succeeded 3:Failed 4<2:Failed 5<1:Succeeded");
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_no_address_is_called_that_is_not_public()
    {
        await using var inner = await WebhookReceiver.Start();
        await using var receiver = await WebhookReceiver.Start((_, http) =>
        {
            http.Response.Redirect(inner.Url, permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });
        var (led, private_) = (await _bench.Taken(Bench.Call(receiver.Url)), await _bench.Taken(Bench.Call("http://{{context.host}}:1/", more: ", conditions: { field: host, operator: exists }"), """{"host": "10.0.0.1"}"""));
        await _bench.Act();
        (await _bench.Desk.Get(led.Id)).Error.ShouldContain("The answer was 307; redirects are not followed.");
        (await _bench.Desk.Get(private_.Id)).Error.ShouldContain("is loopback, private or link-local");
        inner.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_leave_nothing_on_this_machine_is_called_and_nothing_without_tls()
    {
        await using var receiver = await WebhookReceiver.Start();
        var (loopback, plain) = (await _bench.Taken(Bench.Call(receiver.Url)), new Bench(world));
        await _bench.Act(new AddressPolicy(AllowHttp: true, []));
        (await _bench.Desk.Get(loopback.Id)).Error.ShouldContain("is loopback, private or link-local");
        var instance = await plain.Taken(Bench.Call(receiver.Url));
        await plain.Act(new AddressPolicy(AllowHttp: false, [IPNetwork.Parse("127.0.0.0/8")]));
        (await plain.Desk.Get(instance.Id)).Error.ShouldContain("none that may be called");
        receiver.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_another_version_queued_without_a_url_fails_and_is_not_taken_for_ever()
    {
        await using var receiver = await WebhookReceiver.Start();
        var instance = await _bench.Taken(Bench.Call(receiver.Url));
        await world.Look("update activities set input = input - 'url' where tenant_id = $1 returning 1", _bench.Tenant);
        await _bench.Act();
        ((await _bench.All(instance)).Single().Error, (await _bench.Desk.Get(instance.Id)).Status, receiver.Calls.Count).ShouldBe(("There is no url.", Status.Failed, 0));
    }

    [Fact]
    public async Task Whoever_hangs_up_or_says_nothing_has_not_done_it()
    {
        await using var hangingUp = await WebhookReceiver.Start((_, http) =>
        {
            http.Abort();
            return Task.CompletedTask;
        });
        await using var silent = await WebhookReceiver.Start((_, http) => TrialProvider.StaySilent(http));
        var (aborted, unanswered) = (await _bench.Taken(Bench.Call(hangingUp.Url)), await _bench.Taken(Bench.Call(silent.Url)));
        await _bench.Act();
        (await _bench.Desk.Get(aborted.Id)).Error.ShouldContain("The connection ended before the answer.");
        (await _bench.Desk.Get(unanswered.Id)).Error.ShouldContain("There was no answer within 20 seconds.");
    }
}
