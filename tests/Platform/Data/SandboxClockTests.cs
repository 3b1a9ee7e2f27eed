using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Tenants;
using FactoryFlow.Platform.Tests.Support;
using FactoryFlow.Tenancy.V1;
using FactoryFlow.Testing;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace FactoryFlow.Platform.Tests.Data;

public sealed class SandboxClockTests(World world)
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    private readonly Guid _sandbox = SandboxClock.NewId(DateTimeOffset.UtcNow);

    private ClockSource Source => new(world.Db, []);

    [Fact]
    public void The_id_of_a_sandbox_says_so_and_sorts_by_time_as_any_other()
    {
        var time = DateTimeOffset.UtcNow;
        SandboxClock.IsSandbox(SandboxClock.NewId(time)).ShouldBeTrue();
        SandboxClock.IsSandbox(Guid.CreateVersion7(time)).ShouldBeFalse();
        SandboxClock.IsSandbox(Guid.NewGuid()).ShouldBeFalse();
        SandboxClock.NewId(time).ToString()[..13].ShouldBe(Guid.CreateVersion7(time).ToString()[..13]);
        SandboxClock.NewId(time).ShouldNotBe(SandboxClock.NewId(time));
    }

    [Fact]
    public async Task A_sandbox_goes_by_its_own_clock_in_every_transaction_and_the_world_by_its_own()
    {
        await Move(_sandbox, DateTimeOffset.UtcNow + Month);
        foreach (var now in new[] { await Read(_sandbox), await As(_sandbox), await world.Db.Now(TestCall.Of(_sandbox)) })
            (now - DateTimeOffset.UtcNow).ShouldBe(Month, TimeSpan.FromMinutes(1));
        (await world.Db.As(_sandbox, tx => Task.FromResult(tx.RealNow), Limit.Soon()) - DateTimeOffset.UtcNow).ShouldBe(TimeSpan.Zero, TimeSpan.FromMinutes(1));
        (await Read(SandboxClock.NewId(DateTimeOffset.UtcNow)) - DateTimeOffset.UtcNow).ShouldBe(TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Facts_of_a_sandbox_are_handled_at_its_time_beside_those_of_others()
    {
        await Move(_sandbox, DateTimeOffset.UtcNow + Month);
        var times = new Dictionary<Guid, DateTimeOffset>();
        var other = Guid.NewGuid();
        await world.Db.Handle("clock", [Some.Fact(_sandbox), Some.Fact(other)], (tx, _) => fresh => times[tx.TenantId] = tx.Now, Limit.Soon()).InTime();
        (times[_sandbox] - times[other]).ShouldBe(Month, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_clock_never_goes_back()
    {
        await Move(_sandbox, DateTimeOffset.UtcNow + Month);
        await Task.WhenAll(Enumerable.Range(1, 8).Select(day => Move(_sandbox, DateTimeOffset.UtcNow.AddDays(day))));
        (await Read(_sandbox) - DateTimeOffset.UtcNow).ShouldBe(Month, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task No_other_tenant_can_have_such_a_clock_not_even_by_a_statement()
    {
        var tenant = Guid.CreateVersion7();
        var refused = await Should.ThrowAsync<Refusal>(Source.MoveClock(new MoveClockRequest { TenantId = tenant.ToString(), ToTime = Timestamp.FromDateTime(DateTime.UtcNow) }, TestCall.Of(tenant)));
        refused.Reason.Name.ShouldBe("INVALID_INPUT");
        var kept = await Should.ThrowAsync<PostgresException>(world.Db.As(tenant, tx => tx.One<int>($"insert into tenant_clocks values ({tx.TenantId}, interval '1 day') returning 1"), Limit.Soon()));
        kept.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task Nobody_moves_the_clock_of_another_tenant_but_the_platform()
    {
        var request = new MoveClockRequest { TenantId = _sandbox.ToString(), ToTime = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow + Month) };
        (await Should.ThrowAsync<Refusal>(Source.MoveClock(request, TestCall.Of(SandboxClock.NewId(DateTimeOffset.UtcNow))))).Reason.Name.ShouldBe("PERMISSION_MISSING");
        (await Source.MoveClock(request, TestCall.OfAdministrator()).InTime()).IsThere.ShouldBeTrue();
    }

    private async Task Move(Guid tenant, DateTimeOffset time) =>
        (await Source.MoveClock(new MoveClockRequest { TenantId = tenant.ToString(), ToTime = Timestamp.FromDateTimeOffset(time) }, TestCall.Of(tenant)).InTime()).IsThere.ShouldBeTrue();

    private Task<DateTimeOffset> Read(Guid tenant) => world.Db.Read(TestCall.Of(tenant), tx => Task.FromResult(tx.Now)).InTime();

    private Task<DateTimeOffset> As(Guid tenant) => world.Db.As(tenant, tx => Task.FromResult(tx.Now), Limit.Soon()).InTime();
}
