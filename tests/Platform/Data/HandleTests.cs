using FactoryFlow.Events.Production;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Tests.Support;
using FactoryFlow.Testing;

namespace FactoryFlow.Platform.Tests.Data;

/// <summary>Facts are handled exactly once, in one transaction with their effects, whatever the batch looks like.</summary>
public sealed class HandleTests(World world)
{
    private readonly Guid _tenant = Guid.NewGuid();

    [Fact]
    public async Task A_fact_that_stands_in_a_batch_twice_is_handled_once()
    {
        var fact = Some.Fact(_tenant);
        await Handle("a", fact, fact);
        (await world.Things(_tenant)).ShouldBe(1);
    }

    [Fact]
    public async Task A_fact_that_comes_again_is_left_out_and_the_others_are_handled()
    {
        var (first, second) = (Some.Fact(_tenant), Some.Fact(_tenant));
        await Handle("a", first);
        await Handle("a", first, second);
        (await world.Things(_tenant)).ShouldBe(2);
    }

    [Fact]
    public async Task Each_consumer_handles_a_fact_for_itself()
    {
        var seen = 0;
        foreach (var consumer in new[] { "a", "b" })
            await world.Db.Handle(consumer, [Some.Fact(_tenant, Guid.AllBitsSet)], (_, _) => fresh => seen += fresh.Count, Limit.Soon()).InTime();
        seen.ShouldBe(2);
    }

    [Fact]
    public async Task Tenants_of_one_batch_see_their_own_rows_only()
    {
        var others = Enumerable.Range(0, 5).Select(_ => Guid.NewGuid()).ToList();
        await Handle("a", [.. others.Select(t => Some.Fact(t)), .. others.Select(t => Some.Fact(t))]);
        foreach (var tenant in others) (await world.Things(tenant)).ShouldBe(2);
    }

    [Fact]
    public async Task Nothing_is_kept_when_one_tenants_part_fails()
    {
        var fact = Some.Fact(_tenant);
        await Should.ThrowAsync<Exception>(world.Db.Handle("a", [fact, Some.Fact(Guid.NewGuid(), step: "fail")], Plan, Limit.Soon()));
        (await world.Things(_tenant)).ShouldBe(0);
        await Handle("a", fact);
        (await world.Things(_tenant)).ShouldBe(1, "the failed batch has not marked it as handled");
    }

    [Fact]
    public async Task Overlapping_batches_at_once_handle_each_fact_once()
    {
        var tenants = Enumerable.Range(0, 4).Select(_ => Guid.NewGuid()).ToList();
        var facts = tenants.SelectMany(t => Enumerable.Range(0, 10).Select(_ => Some.Fact(t))).ToList();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => Handle("a", [.. i % 2 == 0 ? facts : Enumerable.Reverse(facts)])))).InTime();
        foreach (var tenant in tenants) (await world.Things(tenant)).ShouldBe(10);
    }

    private Task Handle(string consumer, params JobStepCompleted[] facts) => world.Db.Handle(consumer, facts, Plan, Limit.Soon()).InTime();

    private static Action<IReadOnlyList<JobStepCompleted>> Plan(TenantTx tx, IReadOnlyList<JobStepCompleted> facts) => fresh =>
    {
        foreach (var fact in fresh)
        {
            if (fact.StepName == "fail") throw new DivideByZeroException();
            fact.TenantId.ShouldBe(tx.TenantId);
            tx.Write($"insert into things (tenant_id, id, name) values ({tx.TenantId}, {tx.NewId()}, {fact.EventId.ToString()})");
        }
    };
}
