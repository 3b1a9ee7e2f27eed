using FactoryFlow.Testing;
using FactoryFlow.Workflow.Tests.Support;
using FactoryFlow.Workflow.V1;
using static FactoryFlow.Workflow.V1.Instance.Types;

namespace FactoryFlow.Workflow.Tests.Activities;

/// <summary>What operators do about what could not be done.</summary>
[Collection("activities")]
public sealed class OperatorTests(World world)
{
    private const string Suspending = ", onFailure: suspend";

    private readonly Bench _bench = new(world);

    [Fact]
    public async Task A_suspended_instance_waits_and_goes_on_when_a_retry_succeeds()
    {
        var isUp = false;
        await using var receiver = await WebhookReceiver.Start((_, http) => WebhookReceiver.Say(http, isUp ? 204 : 500));
        var instance = await _bench.Taken(Bench.Call(receiver.Url, Suspending));
        await _bench.Act();
        ((await _bench.Look(instance)), (await _bench.Desk.Get(instance.Id)).Status).ShouldBe(("1:Failed!", Status.Running));
        (await _bench.Retry(instance, 1)).Status.ShouldBe(Activity.Types.Status.Pending);
        await _bench.Act();
        (await _bench.Look(instance)).ShouldBe("1:Failed!");
        isUp = true;
        await _bench.Retry(instance, 1);
        await _bench.Act();
        var done = (await _bench.All(instance)).Single();
        (done.Status, done.IsSuspended, done.Attempts, done.Error).ShouldBe((Activity.Types.Status.Succeeded, false, 3, ""));
        (await receiver.Arrived(3)).Select(call => call.Headers["Idempotency-Key"]).Distinct().Count().ShouldBe(1);
        (await Audited("workflow_instance.activity_retried")).ShouldBe(2);
    }

    [Fact]
    public async Task What_is_skipped_is_not_waited_for_and_not_undone()
    {
        await using var receiver = await WebhookReceiver.Start((_, http) => WebhookReceiver.Say(http, 500));
        var skipped = Bench.Call(receiver.Url, $"{Suspending}, compensation: {Bench.Call(receiver.Url)}");
        var instance = await _bench.Taken($"{skipped}, {Bench.Call(receiver.Url)}");
        await _bench.Act();
        var answer = await _bench.Skip(instance, 1);
        (answer.Status, answer.Error, answer.EndTime is null).ShouldBe((Activity.Types.Status.Skipped, "Done by phone.", false));
        await _bench.Act();
        (await _bench.Look(instance)).ShouldBe("1:Skipped 2:Failed");
        (await _bench.Desk.History(instance)).Single(e => e.Type == "ACTIVITY_SKIPPED").ActorId.ShouldBe(_bench.Tenant.ToString());
        (await Audited("workflow_instance.activity_skipped")).ShouldBe(1);
    }

    [Fact]
    public async Task What_waits_for_its_next_attempt_is_tried_at_once()
    {
        await using var receiver = await WebhookReceiver.Start((before, http) => WebhookReceiver.Say(http, before == 0 ? 500 : 204));
        var instance = await _bench.Taken(Bench.Call(receiver.Url, ", retry: { attempts: 2, initialDelay: PT6H }"));
        await _bench.Act();
        (await _bench.Retry(instance, 1)).NextAttemptTime.ToDateTimeOffset().ShouldBeLessThan(DateTimeOffset.UtcNow.AddMinutes(5));
        await _bench.Act();
        (await _bench.Look(instance)).ShouldBe("1:Succeeded");
        (await Audited("workflow_instance.activity_retried")).ShouldBe(1);
    }

    [Fact]
    public async Task What_is_done_is_neither_retried_nor_skipped()
    {
        var instance = await _bench.Taken("{ type: updateContext, with: { set: { a: 1 } } }");
        (await Desk.Refused(() => _bench.Retry(instance, 1))).Message.ShouldBe("The activity is SUCCEEDED.");
        (await Desk.Refused(() => _bench.Skip(instance, 1))).Reason.Name.ShouldBe("ACTIVITY_NOT_WAITING");
        (await Desk.Refused(() => _bench.Skip(instance, 2))).Reason.Name.ShouldBe("ACTIVITY_NOT_FOUND");
        (await Desk.Refused(() => _bench.Retry(new Instance { Id = Guid.NewGuid().ToString() }, 1))).Reason.Name.ShouldBe("INSTANCE_NOT_FOUND");
        (await Desk.Refused(() => _bench.Skip(instance, 1, ""))).Faults.Single().Field.ShouldBe("reason");
    }

    [Fact]
    public async Task Nobody_sees_or_changes_what_another_tenant_has_done()
    {
        var instance = await _bench.Taken("{ type: wait, with: { duration: PT8H } }");
        var other = new Bench(world);
        (await Desk.Refused(() => other.All(instance))).Reason.Name.ShouldBe("INSTANCE_NOT_FOUND");
        (await Desk.Refused(() => other.Retry(instance, 1))).Reason.Name.ShouldBe("INSTANCE_NOT_FOUND");
        (await Desk.Refused(() => other.Skip(instance, 1))).Reason.Name.ShouldBe("INSTANCE_NOT_FOUND");
        (await _bench.Look(instance)).ShouldBe("1:Pending");
    }

    [Fact]
    public async Task Of_two_operators_at_once_one_retries_and_one_skips_and_one_effect_is_left()
    {
        var instance = await _bench.Taken("{ type: updateContext, with: { set: { a: \"{{context.b}}\" } }, conditions: { field: b, operator: exists } }, { type: wait, with: { duration: PT8H } }", """{"b": 1}""");
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ => await Record.ExceptionAsync(() => _bench.Skip(instance, 2)))).InTime();
        answers.Count(e => e is null).ShouldBe(1);
        (await _bench.Desk.History(instance)).Count(e => e.Type == "ACTIVITY_SKIPPED").ShouldBe(1);
        (await _bench.Look(instance)).ShouldBe("1:Succeeded 2:Skipped");
    }

    [Fact]
    public async Task A_retry_that_is_repeated_with_its_key_has_one_effect()
    {
        await using var receiver = await WebhookReceiver.Start((_, http) => WebhookReceiver.Say(http, 500));
        var instance = await _bench.Taken(Bench.Call(receiver.Url, Suspending));
        await _bench.Act();
        var first = await _bench.Retry(instance, 1, "again");
        await _bench.Act();
        (await _bench.Retry(instance, 1, "again")).ShouldBe(first);
        await _bench.Act();
        receiver.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Cancelling_ends_what_waits()
    {
        var instance = await _bench.Taken("{ type: wait, with: { duration: PT8H } }");
        await _bench.Desk.Instances.CancelInstance(new() { InstanceId = instance.Id, Reason = "Enough." }, _bench.Desk.Call()).InTime();
        (await _bench.Look(instance)).ShouldBe("1:Cancelled");
        (await Desk.Refused(() => _bench.Retry(instance, 1))).Reason.Name.ShouldBe("ACTIVITY_NOT_WAITING");
    }

    private async Task<int> Audited(string action) => (await world.Look("select action from audit_entries where tenant_id = $1 and action = $2", _bench.Tenant, action)).Count;
}
