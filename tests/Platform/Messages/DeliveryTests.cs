using System.Diagnostics;
using FactoryFlow.AppHost.Servers;
using FactoryFlow.Events;
using FactoryFlow.Events.Identity;
using FactoryFlow.Events.Production;
using FactoryFlow.Platform.Messages;
using FactoryFlow.Platform.Tests.Support;
using FactoryFlow.Testing;
using Google.Protobuf.WellKnownTypes;

namespace FactoryFlow.Platform.Tests.Messages;

public sealed class DeliveryTests(World world)
{
    private readonly BusWorld _bus = world.Bus;
    private readonly Guid _tenant = Guid.NewGuid();

    [Fact]
    public async Task What_was_committed_is_delivered_and_leaves_the_outbox()
    {
        await _bus.Commit(Some.Fact(_tenant));
        (await _bus.Things(_tenant, 1)).ShouldBe(1);
        (await Limit.Until(() => _bus.Rows("outbox", _tenant), n => n == 0)).ShouldBe(0);
    }

    [Fact]
    public async Task A_fact_arrives_as_it_was_published_lists_and_all()
    {
        var fact = Some.Fact(_tenant) with { Shares = [new() { WorkerId = Guid.NewGuid(), Basis = "HOURS", Part = 5.5m, Amount = 12.25m, Rounding = 0.0001m }] };
        await _bus.Commit(fact);
        await _bus.Things(_tenant, 1);
        FactJson.Write((await _bus.Running()).Get<RememberOnJobStepCompleted>().Delivered(fact.EventId)!).ShouldBe(FactJson.Write(fact));
    }

    [Fact]
    public async Task A_handler_of_several_types_hears_them_by_one_queue_and_in_the_order_in_which_they_became_true()
    {
        var database = await ServiceDatabase.Create(world.Postgres, "notes", Limit.Soon());
        await using var service = await TestService.Start(database, typeof(ThingReasons), (await _bus.Broker()).ConnectionString,
            bus => bus.AddSharedHandler<UserDeleted, NoteOn>().AddSharedHandler<UserUpdated, NoteOn>());
        // Both are heard by then: what finds no queue goes out later, behind the others.
        await Arrive(Left(), Changed());
        // Neither their ids nor their times tell.
        List<IFact> facts = [.. Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? (IFact)Left() : Changed())];
        await Arrive([.. facts]);
        (await world.Postgres.Look(database, "select distinct consumer from inbox where tenant_id = $1", _tenant)).ShouldBe(["note"]);
        var order = facts.Select((fact, i) => (fact.EventId, i)).ToDictionary(f => f.EventId, f => f.i);
        foreach (var group in service.Get<NoteOn>().Groups) group.Where(order.ContainsKey).Select(id => order[id]).ShouldBeInOrder();

        async Task Arrive(params IFact[] published)
        {
            await BusWorld.Commit(service, published);
            var names = published.Select(fact => $"{fact.GetType().Name} {fact.EventId}").ToHashSet();
            (await Limit.Until(() => world.Postgres.Look(database, "select name from things where tenant_id = $1", _tenant), names.IsSubsetOf))
                .Intersect(names).Count().ShouldBe(published.Length);
        }
    }

    [Fact]
    public async Task An_announcement_that_nobody_hears_leaves_the_outbox_too()
    {
        await _bus.Commit(Some.Announcement(_tenant));
        (await Limit.Until(() => _bus.Rows("outbox", _tenant), n => n == 0)).ShouldBe(0);
    }

    [Fact]
    public async Task What_was_rolled_back_is_not_published()
    {
        var (service, dropped, kept) = (await _bus.Running(), Some.Fact(_tenant), Some.Fact(_tenant));
        await Should.ThrowAsync<DivideByZeroException>(service.Db.Write<Empty>(TestCall.Of(_tenant), new Empty(), async tx =>
        {
            tx.Publish(dropped);
            await tx.Flush();
            throw new DivideByZeroException();
        }));
        // The relay takes rows in order: once a later fact is here, the earlier one never comes.
        await _bus.Commit(kept);
        await _bus.Things(_tenant, 1);
        service.Get<RememberOnJobStepCompleted>().Deliveries(dropped.EventId).ShouldBe(0);
    }

    [Fact]
    public async Task Many_facts_of_many_tenants_are_each_handled_once()
    {
        var tenants = Enumerable.Range(0, 10).Select(_ => Guid.NewGuid()).ToList();
        await Task.WhenAll(tenants.Select(t => _bus.Commit([.. Enumerable.Range(0, 50).Select(_ => Some.Fact(t))])));
        foreach (var tenant in tenants) (await _bus.Things(tenant, 50)).ShouldBe(50);
    }

    [Fact]
    public async Task A_relay_that_dies_between_publishing_and_committing_delivers_twice_with_one_effect()
    {
        await using var proxy = new PostgresProxy(world.Postgres.Port);
        var database = await ServiceDatabase.Create(world.Postgres, "crash", Limit.Soon());
        await using var service = await BusWorld.Start(database with { AppConnectionString = proxy.Through(database.AppConnectionString) }, await _bus.Broker());
        var fact = Some.Fact(_tenant);
        proxy.CutBehind(typeof(JobStepCompleted).FullName!);
        await BusWorld.Commit(service, fact);
        var handler = service.Get<RememberOnJobStepCompleted>();
        (await Limit.Until(() => Task.FromResult(handler.Deliveries(fact.EventId)), n => n == 2)).ShouldBe(2);
        (await Limit.Until(() => world.Postgres.Count(database, "outbox", _tenant), n => n == 0)).ShouldBe(0);
        (proxy.Cuts, await world.Postgres.Count(database, "things", _tenant)).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_fact_that_cannot_be_handled_is_set_aside_and_holds_up_nobody()
    {
        var (poison, others) = (Some.Fact(_tenant, step: RememberOnJobStepCompleted.Poison), Enumerable.Range(0, 20).Select(_ => Some.Fact(_tenant)).ToList());
        await _bus.Commit([.. others.Take(10), poison, .. others.Skip(10)]);
        (await _bus.Things(_tenant, 20)).ShouldBe(20);
        (await _bus.IsSetAside(RememberOnJobStepCompleted.Name, poison.EventId)).ShouldBeTrue();
        (await _bus.Rows("inbox", _tenant)).ShouldBe(20, "the poisonous fact is not marked as handled");
    }

    [Fact]
    public async Task What_the_call_began_is_one_trace_to_its_end()
    {
        using var listener = new ActivityListener { ShouldListenTo = _ => true, Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded };
        ActivitySource.AddActivityListener(listener);
        using var call = new Activity("call").SetIdFormat(ActivityIdFormat.W3C).Start();
        var fact = Some.Fact(_tenant);
        await _bus.Commit(fact);
        call.Stop();
        await _bus.Things(_tenant, 1);
        (await _bus.Running()).Get<RememberOnJobStepCompleted>().TraceOf(fact.EventId).ShouldBe(call.TraceId.ToString());
    }

    [Fact]
    public async Task What_brought_a_call_about_goes_along_with_its_facts_and_with_no_others_also_when_they_fail_at_first()
    {
        var (service, cause) = (await _bus.Running(), new string('c', 100));
        var (caused, poison, other) = (Some.Fact(_tenant), Some.Fact(_tenant, step: RememberOnJobStepCompleted.Poison), Some.Fact(_tenant));
        await BusWorld.Commit(service, TestCall.Of(_tenant).Because(cause), caused, poison);
        await BusWorld.Commit(service, TestCall.Of(_tenant).Because(cause + "c"), other);
        await _bus.Things(_tenant, 2);
        var handler = service.Get<RememberOnJobStepCompleted>();
        await Limit.Until(() => Task.FromResult(handler.Deliveries(poison.EventId)), n => n > 2);
        handler.CausesOf(poison.EventId).ShouldAllBe(c => c == cause);
        handler.CausesOf(caused.EventId).ShouldAllBe(c => c == cause);
        handler.CausesOf(other.EventId).ShouldAllBe(c => c == null, "what is too long is no cause");
    }

    [Fact]
    public async Task A_fact_of_a_type_that_only_a_newer_version_knows_waits_for_it()
    {
        await Insert("FactoryFlow.Events.Tomorrow", "{}");
        await _bus.Commit(Some.Fact(_tenant));
        await _bus.Things(_tenant, 1);
        (await Types()).ShouldBe(["FactoryFlow.Events.Tomorrow"]);
    }

    [Fact]
    public async Task A_fact_that_cannot_be_read_is_kept_aside_and_holds_up_nobody()
    {
        var type = typeof(JobStepCompleted).FullName!;
        await Insert(type, "{}");
        await _bus.Commit(Some.Fact(_tenant));
        await _bus.Things(_tenant, 1);
        (await Limit.Until(Types, types => types is [var t] && t != type)).ShouldBe(["unreadable:" + type]);
    }

    private UserDeleted Left() => new() { EventId = Guid.NewGuid(), TenantId = _tenant, OccurredAt = DateTimeOffset.UnixEpoch, UserId = _tenant, Kind = "STAFF" };

    private UserUpdated Changed() => new() { EventId = Guid.NewGuid(), TenantId = _tenant, OccurredAt = DateTimeOffset.UnixEpoch, UserId = _tenant, Email = "a@b.localhost", Name = "A", Kind = "STAFF", IsActive = true };

    private Task<List<string>> Insert(string type, string body) => _bus.Look("insert into outbox (tenant_id, event_id, type, body) values ($1, gen_random_uuid(), $2, $3)", _tenant, type, body);

    private Task<List<string>> Types() => _bus.Look("select type from outbox where tenant_id = $1", _tenant);
}
