using FactoryFlow.Events.Tenancy;
using FactoryFlow.Platform.Tenants;
using FactoryFlow.Platform.Tests.Auth;
using FactoryFlow.Platform.Tests.Support;
using FactoryFlow.Production.V1;
using FactoryFlow.Testing;

namespace FactoryFlow.Platform.Tests.Tenants;

public sealed class PageSizeTests(World world)
{
    private const string List = "/factoryflow.production.v1.WorkerService/ListWorkers";
    private readonly Guid _tenant = Guid.CreateVersion7();
    private readonly TestClock _clock = new();

    [Theory]
    [InlineData(0, 20)]
    [InlineData(3, 3)]
    [InlineData(-1, -1)]
    public async Task A_list_has_the_tenants_page_size_unless_it_says_one(int said, int expected)
    {
        await Hear(1, 20);
        (await Size(new PageSizeInterceptor(world.Db, _clock), said)).ShouldBe(expected);
    }

    [Fact]
    public async Task Of_a_tenant_that_nobody_told_of_a_list_has_what_it_always_has() =>
        (await Size(new PageSizeInterceptor(world.Db, _clock))).ShouldBe(0);

    [Fact]
    public async Task A_change_holds_within_half_a_minute()
    {
        var sizes = new PageSizeInterceptor(world.Db, _clock);
        await Hear(1, 20);
        (await Size(sizes)).ShouldBe(20);
        await Hear(2, 30);
        (await Size(sizes)).ShouldBe(20);
        _clock.Now += TimeSpan.FromSeconds(30);
        (await Size(sizes)).ShouldBe(30);
    }

    [Fact]
    public async Task What_may_be_repeated_under_a_key_is_left_as_it_was_said()
    {
        await Hear(1, 20);
        (await Size(new PageSizeInterceptor(world.Db, _clock), method: TestCall.Repeatable)).ShouldBe(0);
    }

    [Fact]
    public async Task Of_those_who_belong_to_no_tenant_nothing_is_looked_for() =>
        (await Size(new PageSizeInterceptor(world.Db, _clock), call: TestCall.OfAdministrator())).ShouldBe(0);

    private async Task<int> Size(PageSizeInterceptor sizes, int said = 0, string method = List, TestCall? call = null)
    {
        var seen = await sizes.UnaryServerHandler(
            new ListWorkersRequest { PageSize = said }, call ?? TestCall.Of(_tenant, method: method), (request, _) => Task.FromResult(request)).InTime();
        return seen.PageSize;
    }

    private Task Hear(int version, int size) => world.Db.Handle(
        KeepOnTenantConfigChanged.Name,
        [new TenantConfigChanged { EventId = Guid.CreateVersion7(), TenantId = _tenant, OccurredAt = DateTimeOffset.UtcNow, Version = version, Config = $$"""{"pagination":{"pageSize":{{size}} } }""" }],
        new KeepOnTenantConfigChanged().Plan,
        Limit.Soon());
}
