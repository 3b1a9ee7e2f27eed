using FactoryFlow.Testing;
using FactoryFlow.Workflow.Engine;
using FactoryFlow.Workflow.Tests.Support;
using Status = FactoryFlow.Workflow.V1.Instance.Types.Status;

namespace FactoryFlow.Workflow.Tests.Activities;

/// <summary>Processes that share the work, stop and die, and tenants beside each other.</summary>
[Collection("activities")]
public sealed class SharingTests(World world)
{
    private readonly Bench _bench = new(world);

    [Fact]
    public async Task Many_processes_do_the_activities_of_two_tenants_each_once()
    {
        await using var receiver = await WebhookReceiver.Start();
        var benches = new[] { _bench, new Bench(world) };
        foreach (var bench in benches)
            for (var i = 0; i < 12; i++) await bench.Taken($"{Bench.Call(receiver.Url)}, {Bench.Call(receiver.Url)}");
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => benches[i % 2].Act()));
        (await receiver.Arrived(48)).Select(call => call.Headers["Idempotency-Key"]).ShouldBeUnique();
        foreach (var bench in benches)
            (await world.Look("select distinct status || attempts from activities where tenant_id = $1", bench.Tenant)).ShouldBe(["SUCCEEDED1"]);
    }

    [Fact]
    public async Task What_a_process_had_taken_when_it_died_is_done_by_another_when_the_lease_is_over()
    {
        await using var receiver = await WebhookReceiver.Start();
        var instance = await _bench.Taken(Bench.Call(receiver.Url));
        await world.Look("update activities set lease_time = now() + interval '50 seconds' where tenant_id = $1 returning 1", _bench.Tenant);
        (await _bench.Look(instance)).ShouldBe("1:Running");
        using (var doer = _bench.Desk.Doer()) await Task.WhenAll(await doer.Begin(Limit.Soon())).InTime();
        receiver.Calls.ShouldBeEmpty();
        await _bench.Pass(TimeSpan.FromSeconds(60));
        await _bench.Act();
        (await receiver.Arrived(1)).Count.ShouldBe(1);
        (await _bench.Look(instance)).ShouldBe("1:Succeeded");
    }

    [Fact]
    public async Task A_result_that_is_told_twice_or_by_two_counts_once()
    {
        var instance = await _bench.Taken($"{Bench.Call("https://example.com/a", ", retry: { attempts: 3, initialDelay: PT1H }")}");
        var id = Guid.Parse(instance.Id);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Tell(new FailActivity(1, 1, "It broke.")))).InTime();
        (await _bench.All(instance)).Single().Attempts.ShouldBe(1);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Tell(i % 2 == 0 ? new SucceedActivity(1, Some.Values()) : new FailActivity(1, 1, "It broke.")))).InTime();
        var done = (await _bench.All(instance)).Single();
        (done.Status, done.Attempts).ShouldBe((V1.Activity.Types.Status.Succeeded, 2));
        (await _bench.Desk.History(instance)).Count(e => e.Type == "ACTIVITY_SUCCEEDED").ShouldBe(1);

        Task Tell(Command command) => world.Db.As(_bench.Tenant, async tx =>
        {
            await _bench.Desk.Mover.MoveOn(tx, new(id, command, "context", Some.Values()) { Action = "test" });
            return true;
        }, Limit.Soon());
    }

    [Fact]
    public async Task A_process_that_stops_gives_back_what_it_is_at()
    {
        await using var receiver = await WebhookReceiver.Start((before, http) => before == 0 ? TrialProvider.StaySilent(http) : WebhookReceiver.Say(http, 204));
        var instance = await _bench.Taken(Bench.Call(receiver.Url));
        using var stopping = new CancellationTokenSource();
        using var doer = _bench.Desk.Doer();
        var turns = await doer.Begin(stopping.Token);
        await receiver.Arrived(1);
        await stopping.CancelAsync();
        await Task.WhenAll(turns).InTime();
        (await _bench.All(instance)).Single().Status.ShouldBe(V1.Activity.Types.Status.Pending);
        await _bench.Act();
        var calls = await receiver.Arrived(2);
        calls[0].Headers["Idempotency-Key"].ShouldBe(calls[1].Headers["Idempotency-Key"]);
        (await _bench.Look(instance)).ShouldBe("1:Succeeded");
    }

    [Fact]
    public async Task What_became_of_a_call_that_can_never_be_written_down_ends_with_an_instance_that_failed_and_not_with_calls_for_ever()
    {
        await using var receiver = await WebhookReceiver.Start();
        var instance = await _bench.Taken(Bench.Call(receiver.Url));
        await using var stumble = await Stumble.To(world, _bench.Tenant, "ACTIVITY_SUCCEEDED");
        for (var i = 0; i < 8; i++)
        {
            using (var doer = _bench.Desk.Doer()) await Task.WhenAll(await doer.Begin(Limit.Soon())).InTime();
            await _bench.Pass(TimeSpan.FromMinutes(1));
        }

        receiver.Calls.Count.ShouldBe(Workflow.Activities.DueActivity.MostTakes);
        (await _bench.Look(instance)).ShouldBe("1:Cancelled");
        var failed = await _bench.Desk.Get(instance.Id);
        failed.Status.ShouldBe(Status.Failed);
        failed.Error.ShouldStartWith("Something of ours went wrong, again and again, with activity 1");
    }

    [Fact]
    public async Task What_cannot_be_undone_because_the_context_would_be_too_long_is_given_up_and_the_rest_is_undone()
    {
        await using var receiver = await WebhookReceiver.Start((_, http) => WebhookReceiver.Say(http, http.Request.Method == "DELETE" ? 204 : 500));
        var instance = await _bench.Taken($$$"""
            { type: updateContext, with: { set: { a: 1 } }, compensation: { type: callWebhook, with: { url: "{{{receiver.Url}}}", method: DELETE } } },
            { type: updateContext, with: { set: { b: 1 } }, compensation: { type: updateContext, with: { set: { copy: "{{context.long}}" } } } },
            {{{Bench.Call(receiver.Url)}}}
            """, $$"""{"long": "{{new string('x', 40_000)}}"}""");
        await _bench.Act();
        (await _bench.Look(instance)).ShouldBe("1:Compensated 2:Succeeded 3:Failed 4<2:Failed 5<1:Succeeded");
        (await receiver.Arrived(2)).Select(call => call.Method).ShouldBe(["POST", "DELETE"]);
    }

    [Fact]
    public async Task A_tenant_whose_calls_hang_holds_up_nobody_else()
    {
        await using var silent = await WebhookReceiver.Start((_, http) => TrialProvider.StaySilent(http));
        await using var receiver = await WebhookReceiver.Start();
        var other = new Bench(world);
        for (var i = 0; i < 10; i++) await _bench.Taken(Bench.Call(silent.Url));
        using var stopping = new CancellationTokenSource();
        using var doer = _bench.Desk.Doer();
        var hanging = await doer.Begin(stopping.Token);
        await Limit.Until(() => Task.FromResult(silent.Calls.Count), count => count > 0);
        var quick = await other.Taken(Bench.Call(receiver.Url));
        await Task.WhenAll(await doer.Begin(Limit.Soon())).InTime();
        (await other.Look(quick)).ShouldBe("1:Succeeded");
        await stopping.CancelAsync();
        await Task.WhenAll(hanging).InTime();
    }

    [Fact]
    public async Task Time_passes_before_the_instance_goes_on()
    {
        var instance = await _bench.Taken("{ type: wait, with: { duration: PT8H } }, { type: updateContext, with: { set: { rested: true } } }");
        await _bench.Act();
        (await _bench.Look(instance)).ShouldBe("1:Pending");
        await _bench.Pass(TimeSpan.FromHours(8.1));
        await _bench.Act();
        (await _bench.Look(instance)).ShouldBe("1:Succeeded 2:Succeeded");
        var rested = await _bench.Desk.Get(instance.Id);
        (rested.Status, rested.Context.Fields["rested"].BoolValue).ShouldBe((Status.Running, true));
    }
}
