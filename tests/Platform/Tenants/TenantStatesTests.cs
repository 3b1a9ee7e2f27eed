using FactoryFlow.Events.Tenancy;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Tenants;
using FactoryFlow.Platform.Tests.Support;
using FactoryFlow.Testing;

namespace FactoryFlow.Platform.Tests.Tenants;

public sealed class TenantStatesTests(World world)
{
    private readonly Guid _tenant = Guid.CreateVersion7();

    [Fact]
    public async Task A_tenant_that_was_not_heard_of_is_asked_for_once()
    {
        var tenancy = new Tenancy(Tenancy.State(_tenant, 7));
        foreach (var _ in Enumerable.Range(0, 2)) (await Known(tenancy)).Limits.MaxWorkers.ShouldBe(7);
        tenancy.Asked.ShouldBe(1);
    }

    [Fact]
    public async Task A_tenant_that_was_not_heard_of_is_not_known_while_tenancy_is_down() =>
        (await Should.ThrowAsync<Refusal>(() => Known(new Tenancy()))).Reason.ShouldBe(CommonReasons.Unavailable);

    [Fact]
    public async Task A_tenant_that_was_heard_of_is_known_while_tenancy_is_down()
    {
        await Hear(1, 2, isExpress: true);
        (await Known(new Tenancy())).FeatureFlags["express"].ShouldBeTrue();
    }

    [Theory]
    [InlineData(new[] { 2, 3, 1 }, 3)]
    [InlineData(new[] { 1, 1 }, 1)]
    public async Task Of_all_that_was_heard_the_newest_holds(int[] versions, int newest)
    {
        foreach (var version in versions) await Hear(version, version);
        (await Known(new Tenancy())).Limits.MaxWorkers.ShouldBe(newest);
    }

    [Fact]
    public async Task Of_several_in_one_delivery_the_newest_holds()
    {
        TenantChanged[] facts = [.. new[] { 5, 6, 4 }.Select(v => Tenancy.State(_tenant, v, v))];
        await world.Db.Handle(KeepOnTenantChanged.Name, facts, new KeepOnTenantChanged().Plan, Limit.Soon()).InTime();
        (await Known(new Tenancy())).Version.ShouldBe(6);
    }

    private Task<TenantChanged> Known(Tenancy tenancy) => world.Db.As(
        _tenant, tx => new TenantStates(tenancy, TimeProvider.System).Of(tx, CancellationToken.None), CancellationToken.None).InTime();

    private Task Hear(long version, int workers, bool isExpress = false) => world.Db.Handle(
        KeepOnTenantChanged.Name, [Tenancy.State(_tenant, workers, version, isExpress)], new KeepOnTenantChanged().Plan, Limit.Soon()).InTime();
}
