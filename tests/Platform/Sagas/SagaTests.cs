using FactoryFlow.Platform.Tests.Support;
using FactoryFlow.Testing;

namespace FactoryFlow.Platform.Tests.Sagas;

/// <summary>The fact that a pair publishes makes a thing, by way of the outbox and the _bus.</summary>
public sealed class SagaTests(World world)
{
    private readonly BusWorld _bus = world.Bus;
    private readonly Guid _tenant = Guid.NewGuid(), _pair = Guid.NewGuid();

    [Fact]
    public async Task A_saga_waits_between_its_facts_and_is_gone_when_it_is_done()
    {
        await _bus.Send(First());
        (await States()).ShouldBe(["HasFirst"]);
        await _bus.Send(Second());
        (await _bus.Things(_tenant, 1)).ShouldBe(1);
        (await _bus.Rows("sagas", _tenant)).ShouldBe(0);
    }

    [Fact]
    public async Task The_order_of_its_facts_does_not_matter()
    {
        await _bus.Send(Second());
        (await States()).ShouldBe(["HasSecond"]);
        await _bus.Send(First());
        (await _bus.Things(_tenant, 1)).ShouldBe(1);
    }

    [Fact]
    public async Task A_fact_that_comes_twice_counts_once_even_behind_the_end()
    {
        var (first, second) = (First(), Second());
        await _bus.Send(first, first);
        await States();
        await _bus.Send(second);
        await _bus.Things(_tenant, 1);
        await _bus.Send(first);
        await _bus.Send(second);
        await Passed();
        (await _bus.Rows("sagas", _tenant)).ShouldBe(0, "a fact that was handled does not begin it anew");
    }

    [Fact]
    public async Task Both_facts_at_once_make_one_pair()
    {
        var pairs = Enumerable.Range(0, 20).Select(_ => Guid.NewGuid()).ToList();
        await Task.WhenAll(_bus.Send([.. pairs.Select(First)]), _bus.Send([.. pairs.Select(Second)]));
        (await _bus.Things(_tenant, 20)).ShouldBe(20);
        (await _bus.Rows("sagas", _tenant)).ShouldBe(0);
    }

    [Fact]
    public async Task A_step_that_fails_after_it_wrote_is_repeated_as_if_it_had_never_been()
    {
        await _bus.Send(Second());
        await States();
        await _bus.Send(First(_pair, Trouble.FailsOnce));
        (await _bus.Things(_tenant, 1)).ShouldBe(1);
        await Limit.Until(() => _bus.Rows("outbox", _tenant), n => n == 0);
        (await _bus.Running()).Get<RememberOnJobStepCompleted>().Deliveries(_pair).ShouldBe(1, "only the step that committed has published");
    }

    [Theory]
    [InlineData(Trouble.PublishesPastTheTransaction)]
    [InlineData(Trouble.SendsPastTheTransaction)]
    public async Task A_saga_cannot_publish_past_its_transaction(Trouble trouble)
    {
        var first = First(_pair, trouble);
        await _bus.Send(first);
        (await _bus.IsSetAside("pair-machine", first.EventId)).ShouldBeTrue();
        (await _bus.Running()).Get<RememberOnJobStepCompleted>().Deliveries(_pair).ShouldBe(0);
        (await _bus.Rows("sagas", _tenant)).ShouldBe(0);
    }

    [Fact]
    public async Task Two_tenants_sagas_of_one_id_are_two()
    {
        var other = Guid.NewGuid();
        await _bus.Send(First(), First() with { TenantId = other });
        await States();
        await _bus.Send(Second());
        (await _bus.Things(_tenant, 1)).ShouldBe(1);
        (await Limit.Until(() => _bus.Rows("sagas", other), n => n == 1)).ShouldBe(1);
    }

    private FirstHalf First(Guid pair, Trouble trouble) => new(Guid.CreateVersion7(), _tenant, DateTimeOffset.UnixEpoch, pair, trouble);

    private FirstHalf First(Guid pair) => First(pair, Trouble.None);

    private FirstHalf First() => First(_pair);

    private SecondHalf Second(Guid pair) => new(Guid.CreateVersion7(), _tenant, DateTimeOffset.UnixEpoch, pair);

    private SecondHalf Second() => Second(_pair);

    private Task<List<string>> States() =>
        Limit.Until(() => _bus.Look("select state ->> 'CurrentState' from sagas where tenant_id = $1", _tenant), states => states.Count > 0);

    // Deliveries of one queue come in order: what was sent before has been handled when a later pair is complete.
    private async Task Passed()
    {
        var before = await _bus.Things(_tenant, 0);
        var later = Guid.NewGuid();
        await _bus.Send(Second(later));
        await _bus.Send(First(later));
        await _bus.Things(_tenant, before + 1);
    }
}
