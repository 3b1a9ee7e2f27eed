using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Tests.Support;
using FactoryFlow.Testing;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace FactoryFlow.Platform.Tests.Data;

/// <summary>What the database asks to repeat is repeated, without a word to the caller.</summary>
public sealed class RepetitionTests(World world)
{
    private readonly Guid _tenant = Guid.NewGuid();

    [Fact]
    public async Task Two_calls_that_lock_each_other_out_both_succeed()
    {
        await world.Add(TestCall.Of(_tenant), "left");
        await world.Add(TestCall.Of(_tenant), "right");
        using var meeting = new Barrier(2);
        var attempts = await Task.WhenAll(Cross("left", "right", meeting), Cross("right", "left", meeting)).InTime();
        attempts.Sum().ShouldBe(3, "the one that was chosen as the victim ran twice");
        (await world.Postgres.Look(world.Database, "select size from things where tenant_id = $1", _tenant)).ShouldBe(["2", "2"]);
    }

    [Theory]
    [InlineData(PostgresErrorCodes.SerializationFailure)]
    [InlineData(PostgresErrorCodes.DeadlockDetected)]
    public async Task A_slice_is_run_again_and_what_it_did_before_is_gone(string state)
    {
        var attempts = 0;
        await world.Db.Write(TestCall.Of(_tenant, "k"), new Empty(), async tx =>
        {
            tx.Write($"insert into things (tenant_id, id, name) values ({tx.TenantId}, {tx.NewId()}, {"one"})");
            if (++attempts < 3) await Raise(tx, state);
            return new Empty();
        }).InTime();
        (attempts, await world.Things(_tenant)).ShouldBe((3, 1));
    }

    [Fact]
    public async Task It_is_not_repeated_for_ever()
    {
        var attempts = 0;
        await Should.ThrowAsync<PostgresException>(world.Db.As<bool>(_tenant, async tx =>
        {
            attempts++;
            await Raise(tx, PostgresErrorCodes.DeadlockDetected);
            return true;
        }, Limit.Soon()));
        attempts.ShouldBe(4);
    }

    [Fact]
    public async Task What_the_caller_got_wrong_is_not_repeated()
    {
        var attempts = 0;
        await world.Add(TestCall.Of(_tenant), "taken");
        await Should.ThrowAsync<Refusal>(world.Add(TestCall.Of(_tenant), "taken", () => attempts++));
        attempts.ShouldBe(1);
    }

    private static Task Raise(TenantTx tx, string state) =>
        tx.One<int>($"select raise({state})");

    private Task<int> Cross(string first, string second, Barrier meeting) => Task.Run(async () =>
    {
        var attempts = 0;
        await world.Db.As(_tenant, async tx =>
        {
            await Grow(tx, first);
            // The second attempt comes alone.
            if (attempts++ == 0) meeting.SignalAndWait(Limit.Time);
            await Grow(tx, second);
            return true;
        }, Limit.Soon());
        return attempts;
    });

    private static Task Grow(TenantTx tx, string name) =>
        tx.One<int>($"update things set size = size + 1 where tenant_id = {tx.TenantId} and name = {name} returning size");
}
