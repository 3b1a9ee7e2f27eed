using System.Text.Json;
using FactoryFlow.Events.Tenancy;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Messages;
using FactoryFlow.Platform.Tenants;
using FactoryFlow.Platform.Tests.Support;
using FactoryFlow.Testing;
using Google.Protobuf.WellKnownTypes;

namespace FactoryFlow.Platform.Tests.Tenants;

public sealed class LimitsTests(World world)
{
    private readonly Guid _tenant = Guid.CreateVersion7();

    [Fact]
    public async Task Fifty_at_once_at_the_limit_minus_three_make_exactly_three()
    {
        var limits = Allowing(10);
        foreach (var _ in Enumerable.Range(0, 7)) await Take(limits);
        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ => await Refused(limits)));
        results.Count(r => r is null).ShouldBe(3);
        results.ShouldAllBe(r => r == null || r.Reason == CommonReasons.PlanLimitExceeded);
        (await Used()).ShouldBe(10);
        (await world.Things(_tenant)).ShouldBe(10);
    }

    [Theory]
    [InlineData(0, 0, "PLAN_LIMIT_EXCEEDED")]
    [InlineData(1, 0, null)]
    [InlineData(1, 1, "PLAN_LIMIT_EXCEEDED")]
    [InlineData(-1, 3, null)]
    public async Task A_plan_allows_what_it_says(int allowed, int present, string? reason)
    {
        foreach (var _ in Enumerable.Range(0, present)) await world.Db.As(_tenant, Count, CancellationToken.None).InTime();
        (await Refused(Allowing(allowed)))?.Reason.Name.ShouldBe(reason);
        (await world.Things(_tenant)).ShouldBe(reason is null ? 1 : 0);
    }

    [Fact]
    public async Task A_refusal_names_the_limit_and_both_numbers()
    {
        var limits = Allowing(1);
        await Take(limits);
        (await Refused(limits))!.Message.ShouldBe("The plan's limit on workers is 1; with this there would be 2.");
    }

    [Fact]
    public async Task A_place_that_is_given_back_is_free_again()
    {
        var limits = Allowing(1);
        await Take(limits);
        await world.Db.As(_tenant, tx => Done(() => Limits.Give(tx, PlanLimit.MaxWorkers)), CancellationToken.None).InTime();
        (await Refused(limits)).ShouldBeNull();
        (await Used()).ShouldBe(1);
    }

    [Fact]
    public async Task What_is_rolled_back_took_no_place()
    {
        await Should.ThrowAsync<InvalidOperationException>(() => world.Db.Write<Empty>(TestCall.Of(_tenant), new Empty(), async tx =>
        {
            await Allowing(1).Take(tx, PlanLimit.MaxWorkers, CancellationToken.None);
            throw new InvalidOperationException("as the test wants it");
        }).InTime());
        (await Refused(Allowing(1))).ShouldBeNull();
    }

    [Fact]
    public async Task A_repeated_call_takes_no_second_place()
    {
        var limits = Allowing(2);
        foreach (var _ in Enumerable.Range(0, 3)) await Take(limits, "the-same-key");
        (await Used()).ShouldBe(1);
    }

    [Fact]
    public async Task A_warning_is_published_once_for_each_crossing()
    {
        var limits = Allowing(5);
        foreach (var _ in Enumerable.Range(0, 5)) await Take(limits);
        (await Warnings()).ShouldBe(["80 4/5", "100 5/5"]);
        await world.Db.As(_tenant, tx => Done(() => Limits.Give(tx, PlanLimit.MaxWorkers)), CancellationToken.None).InTime();
        await Take(limits);
        (await Warnings()).ShouldBe(["80 4/5", "100 5/5", "100 5/5"]);
    }

    [Theory]
    [InlineData(10, 0, 7, null)]
    [InlineData(10, 7, 8, 80)]
    [InlineData(10, 8, 9, null)]
    [InlineData(10, 9, 10, 100)]
    [InlineData(10, 0, 10, 100)]
    [InlineData(10, 8, 7, null)]
    [InlineData(1, 0, 1, 100)]
    [InlineData(3, 1, 2, null)]
    [InlineData(-1, 0, 1000, null)]
    [InlineData(0, 0, 1, null)]
    public void A_line_is_crossed_upwards(int allowed, int before, int after, int? percent) => Limits.Crossed(allowed, before, after).ShouldBe(percent);

    private Limits Allowing(int workers) => new(new TenantStates(new Tenancy(Tenancy.State(_tenant, workers)), TimeProvider.System));

    private async Task Take(Limits limits, string? key = null) => await world.Db.Write(TestCall.Of(_tenant, key), new Empty(), async tx =>
    {
        await limits.Take(tx, PlanLimit.MaxWorkers, CancellationToken.None);
        var id = tx.NewId();
        tx.Write($"insert into things (tenant_id, id, name) values ({tx.TenantId}, {id}, {id.ToString()})");
        return new Empty();
    }).InTime();

    private async Task<Refusal?> Refused(Limits limits)
    {
        try
        {
            await Take(limits);
            return null;
        }
        catch (Refusal refusal)
        {
            return refusal;
        }
    }

    private static Task<bool> Count(TenantTx tx) => Done(() => Limits.Count(tx, PlanLimit.MaxWorkers));

    private static Task<bool> Done(Action act)
    {
        act();
        return Task.FromResult(true);
    }

    private async Task<int> Used() =>
        int.Parse((await world.Postgres.Look(world.Database, "select used from limit_counters where tenant_id = $1 and name = 'MAX_WORKERS'", _tenant)).Single(), System.Globalization.CultureInfo.InvariantCulture);

    private async Task<IEnumerable<string>> Warnings() =>
        (await world.Postgres.Look(world.Database, "select body from outbox where tenant_id = $1 order by sequence", _tenant))
            .Select(body => JsonSerializer.Deserialize<UsageThresholdReached>(body, FactJson.Options)!).Select(w => $"{w.Percent} {w.Used}/{w.Allowed}");
}
