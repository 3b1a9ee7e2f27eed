using FactoryFlow.Events.Production;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Operations;
using FactoryFlow.Platform.Tests.Support;
using FactoryFlow.Tenancy.V1;
using FactoryFlow.Testing;
using RabbitMQ.Client;
using State = FactoryFlow.Tenancy.V1.UndeliverableFact.Types.State;

namespace FactoryFlow.Platform.Tests.Operations;

/// <summary>What a service could not handle, as those who run the platform see it and decide on it.</summary>
public sealed class UndeliverableFactTests(World world)
{
    private static readonly string Queue = $"{BusWorld.Service}-{RememberOnJobStepCompleted.Name}";

    private readonly BusWorld _bus = world.Bus;
    private readonly Guid _tenant = Guid.NewGuid();

    [Fact]
    public async Task A_fact_that_fails_is_listed_with_its_reason_and_shown_with_its_body()
    {
        var (poison, listed) = await Failed();
        (listed.Queue, listed.State, listed.Type, listed.TenantId, listed.Failures).ShouldBe((Queue, State.Open, typeof(JobStepCompleted).FullName, _tenant.ToString(), 1));
        listed.Problem.ShouldStartWith("System.DivideByZeroException");
        var shown = await (await Source()).GetServiceUndeliverableFact(new() { Request = new() { FactId = listed.Id } }, TestCall.OfAdministrator());
        (listed.Body, shown.Body.Fields["stepName"].StringValue, shown.Body.Fields["eventId"].StringValue).ShouldBe((null, poison.StepName, poison.EventId.ToString()));
        (await Audited()).ShouldBe(["undeliverable_fact.read"]);
    }

    [Fact]
    public async Task A_fact_whose_trouble_is_over_takes_effect_when_it_is_retried_and_is_kept_no_longer()
    {
        var (poison, listed) = await Failed();
        (await _bus.Running()).Get<RememberOnJobStepCompleted>().Mend(poison.EventId);
        (await Retry(listed.Id)).State.ShouldBe(State.Retried);
        (await _bus.Things(_tenant, 1)).ShouldBe(1);
        (await _bus.Look("select coalesce(length(body), -1)::text from undeliverable_facts where tenant_id = $1", _tenant)).ShouldBe(["-1"]);
        (await Audited()).ShouldBe(["undeliverable_fact.retried"]);
    }

    [Fact]
    public async Task A_fact_that_fails_again_stands_there_once_and_counts_its_failures()
    {
        var (_, listed) = await Failed();
        await Retry(listed.Id);
        var again = await Limit.Until(() => List(), facts => facts.Count == 1);
        (again.Single().Id, again.Single().Failures, again.Single().SettleTime).ShouldBe((listed.Id, 2, null));
    }

    [Fact]
    public async Task Ten_who_retry_a_fact_at_once_put_it_back_once()
    {
        var (poison, listed) = await Failed();
        var handler = (await _bus.Running()).Get<RememberOnJobStepCompleted>();
        handler.Mend(poison.EventId);
        var before = handler.Deliveries(poison.EventId);
        (await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Retry(listed.Id))).InTime()).ShouldAllBe(fact => fact.State == State.Retried);
        await _bus.Things(_tenant, 1);
        // The queue is in order: what stands behind is handled behind.
        await _bus.Commit(Some.Fact(_tenant));
        (await _bus.Things(_tenant, 2), handler.Deliveries(poison.EventId) - before).ShouldBe((2, 1));
    }

    [Fact]
    public async Task A_fact_that_is_discarded_is_kept_with_the_reason_and_can_still_be_retried()
    {
        var (poison, listed) = await Failed();
        var discarded = await Discard(listed.Id, "Nobody needs it.");
        (discarded.State, discarded.DiscardReason, discarded.SettledBy).ShouldBe((State.Discarded, "Nobody needs it.", Guid.AllBitsSet.ToString()));
        (await List()).ShouldBeEmpty();
        (await List(State.Discarded)).ShouldHaveSingleItem().Id.ShouldBe(listed.Id);
        (await _bus.Running()).Get<RememberOnJobStepCompleted>().Mend(poison.EventId);
        await Retry(listed.Id);
        (await _bus.Things(_tenant, 1)).ShouldBe(1);
        (await Should.ThrowAsync<Refusal>(Discard(listed.Id, "Too late."))).Reason.ShouldBe(CommonReasons.UndeliverableFactRetried);
    }

    [Fact]
    public async Task Nothing_is_discarded_without_a_reason_and_nothing_that_is_not_there()
    {
        (await Should.ThrowAsync<Refusal>(Discard(Guid.NewGuid().ToString(), " "))).Faults.ShouldHaveSingleItem().Field.ShouldBe("reason");
        (await Should.ThrowAsync<Refusal>(Discard(Guid.NewGuid().ToString(), "Gone."))).Reason.ShouldBe(CommonReasons.UndeliverableFactNotFound);
        (await Should.ThrowAsync<Refusal>(Retry(Guid.NewGuid().ToString()))).Reason.ShouldBe(CommonReasons.UndeliverableFactNotFound);
    }

    [Theory]
    [InlineData("no JSON at all")]
    [InlineData("{}")]
    [InlineData("""{"messageType":["urn:message:X:Y"],"message":{"tenantId":7}}""")]
    [InlineData("""{"message":{"a":1,"a":2}}""")]
    public async Task What_nobody_can_read_is_listed_and_discarded_as_well(string body)
    {
        var key = Guid.NewGuid().ToString();
        await Publish(Queue, key, System.Text.Encoding.UTF8.GetBytes(body));
        var id = (await Limit.Until(() => _bus.Look("select id::text from undeliverable_facts where message_key = $1", key), ids => ids.Count == 1)).ShouldHaveSingleItem();
        var shown = await (await Source()).GetServiceUndeliverableFact(new() { Request = new() { FactId = id } }, TestCall.OfAdministrator());
        (shown.TenantId, shown.EventId, shown.State).ShouldBe((Guid.Empty.ToString(), "", State.Open));
        (await Discard(id, "Garbage.")).State.ShouldBe(State.Discarded);
    }

    [Fact]
    public async Task What_a_process_died_with_in_hand_each_time_is_retried_as_it_was()
    {
        var (first, listed) = await Failed();
        // As the broker moves it, behind the last delivery: the message alone.
        var body = (await _bus.Look("select encode(body, 'base64') from undeliverable_facts where id = $1", Guid.Parse(listed.Id))).Single();
        (await _bus.Running()).Get<RememberOnJobStepCompleted>().Mend(first.EventId);
        await Publish(Queue + "_undeliverable", first.EventId.ToString(), Convert.FromBase64String(body));
        var again = await Limit.Until(() => List(), facts => facts is [{ Failures: 2 }]);
        again.Single().Problem.ShouldContain("the process that had it in hand died");
        await Retry(listed.Id);
        (await _bus.Things(_tenant, 1)).ShouldBe(1);
    }

    [Fact]
    public async Task A_delivery_that_is_collected_twice_is_one_failure()
    {
        var fact = SetAsideFact.Of(new BasicProperties { MessageId = "m" }, "{}"u8.ToArray());
        for (var i = 0; i < 2; i++)
            await world.Db.As(_tenant, tx =>
            {
                UndeliverableFactStore.Keep(tx, "a queue", fact);
                return Task.FromResult(true);
            }, Limit.Soon());
        (await world.Postgres.Look(world.Database, "select failures::text from undeliverable_facts where tenant_id = $1", _tenant)).ShouldBe(["1"]);
    }

    private async Task<(JobStepCompleted Poison, UndeliverableFact Listed)> Failed()
    {
        var poison = Some.Fact(_tenant, step: RememberOnJobStepCompleted.Poison);
        await _bus.Commit(poison);
        return (poison, (await Limit.Until(() => List(), facts => facts.Count > 0)).ShouldHaveSingleItem());
    }

    private async Task<IReadOnlyList<UndeliverableFact>> List(State state = State.Unspecified) =>
        (await (await Source()).ListServiceUndeliverableFacts(new() { Request = new() { TenantId = _tenant.ToString(), State = state } }, TestCall.OfAdministrator())).UndeliverableFacts;

    private async Task<UndeliverableFact> Retry(string id) => await (await Source()).RetryServiceUndeliverableFact(new() { Request = new() { FactId = id } }, TestCall.OfAdministrator());

    private async Task<UndeliverableFact> Discard(string id, string reason) =>
        await (await Source()).DiscardServiceUndeliverableFact(new() { Request = new() { FactId = id, Reason = reason } }, TestCall.OfAdministrator());

    private async Task<OperationsSource> Source() => (await _bus.Running()).Get<OperationsSource>();

    private async Task Publish(string queue, string messageId, byte[] body)
    {
        await using var channel = await _bus.Channel();
        await channel.BasicPublishAsync("", queue, mandatory: true, new BasicProperties { MessageId = messageId, ContentType = "application/vnd.masstransit+json" }, body, Limit.Soon());
    }

    private Task<List<string>> Audited() => _bus.Look("select action from audit_entries where tenant_id = $1", _tenant);
}
