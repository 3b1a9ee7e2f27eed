using FactoryFlow.AppHost.Servers;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Tests.Support;
using FactoryFlow.Testing;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace FactoryFlow.Platform.Tests.Data;

/// <summary>A connection carries nothing from one user to the next: here a service has only one.</summary>
public sealed class PoolTests(World world) : IAsyncLifetime
{
    private readonly Guid _tenant = Guid.NewGuid();
    private TestService? _service;

    public async ValueTask InitializeAsync()
    {
        // Facts of other tests in a shared outbox would keep the relay, and with it the only connection, waiting for a broker.
        var database = await ServiceDatabase.Create(world.Postgres, "pool_" + _tenant.ToString("N"), Limit.Soon());
        var single = new NpgsqlConnectionStringBuilder(database.AppConnectionString) { MaxPoolSize = 1 }.ConnectionString;
        _service = await TestService.Start(database with { AppConnectionString = single }, typeof(ThingReasons));
    }

    public ValueTask DisposeAsync() => _service?.DisposeAsync() ?? ValueTask.CompletedTask;

    public static TheoryData<string, Func<TenantTx, Task>> Failures => new()
    {
        { "the slice fails in its transaction", async tx => { await tx.One<int>($"select 1"); throw new DivideByZeroException(); } },
        { "a statement fails", tx => tx.One<int>($"select 1 / {0}") },
        { "a statement fails when it commits", tx => { tx.Write($"select 1 / {0}"); return Task.CompletedTask; } },
        { "the slice fails before anything was sent", tx => { tx.Write($"select 1"); throw new DivideByZeroException(); } },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_failed_slice_leaves_no_transaction_and_no_tenant_behind(string name, Func<TenantTx, Task> failure)
    {
        await Should.ThrowAsync<Exception>(_service!.Db.Write<Empty>(TestCall.Of(_tenant), new Empty(), async tx =>
        {
            await failure(tx);
            return new Empty();
        }), name);
        await LooksFresh();
    }

    [Fact]
    public async Task A_committed_slice_and_a_read_leave_no_tenant_behind()
    {
        await _service!.Db.Write(TestCall.Of(_tenant), new Empty(), async tx =>
        {
            await tx.One<int>($"select 1");
            return new Empty();
        }).InTime();
        await LooksFresh();
        await _service.Db.Read(TestCall.Of(_tenant), tx => tx.One<int>($"select 1")).InTime();
        await LooksFresh();
    }

    private async Task LooksFresh()
    {
        await using var connection = await _service!.Get<NpgsqlDataSource>().OpenConnectionAsync(Limit.Soon());
        await using var settings = new NpgsqlCommand(
            "select concat(current_setting('app.tenant_id', true), current_setting('app.door', true), current_setting('transaction_read_only'))", connection);
        (await settings.ExecuteScalarAsync(Limit.Soon())).ShouldBe("off");
        // In a transaction that was left open, time would stand still.
        await using var now = new NpgsqlCommand("select now()", connection);
        (await now.ExecuteScalarAsync(Limit.Soon())).ShouldNotBe(await now.ExecuteScalarAsync(Limit.Soon()));
        await using var blind = new NpgsqlCommand("select count(*) from things", connection);
        await Should.ThrowAsync<PostgresException>(blind.ExecuteScalarAsync(Limit.Soon()));
    }
}
