using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Tests.Support;
using FactoryFlow.Testing;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace FactoryFlow.Platform.Tests.Data;

public sealed class IdempotencyTests(World world)
{
    private readonly Guid _tenant = Guid.NewGuid();

    [Fact]
    public async Task The_same_key_with_the_same_input_gets_the_first_answer_again()
    {
        var first = await world.Add(TestCall.Of(_tenant, "k"), "one");
        var call = TestCall.Of(_tenant, "k");
        (await world.Add(call, "one")).ShouldBe(first);
        call.IsReplay.ShouldBeTrue();
        (await world.Things(_tenant)).ShouldBe(1);
    }

    [Fact]
    public async Task A_first_answer_does_not_call_itself_repeated()
    {
        var call = TestCall.Of(_tenant, "k");
        await world.Add(call, "one");
        call.IsReplay.ShouldBeFalse();
    }

    [Fact]
    public async Task A_first_answer_is_byte_for_byte_what_is_answered_again()
    {
        Task<Struct> Tell() => world.Db.Write(TestCall.Of(_tenant, "k"), new Empty(), _ => Task.FromResult(Struct.Parser.ParseJson("""{"39": 20, "38": {"b": 1, "a": 2}}"""))).InTime();
        var first = await Tell();
        (await Tell()).ToByteArray().ShouldBe(first.ToByteArray());
    }

    [Fact]
    public async Task Without_a_key_a_repeated_call_counts_again()
    {
        await world.Add(TestCall.Of(_tenant), "one");
        await world.Add(TestCall.Of(_tenant), "two");
        (await world.Things(_tenant)).ShouldBe(2);
    }

    public static TheoryData<string, Func<Guid, TestCall>> OtherCalls => new()
    {
        { "another input", t => TestCall.Of(t, "k") },
        { "one", t => TestCall.Of(t, "k", user: Guid.NewGuid()) },
        { "one", t => TestCall.Of(t, "k", method: "/factoryflow.production.v1.JobService/CreateJob") },
    };

    [Theory]
    [MemberData(nameof(OtherCalls))]
    public async Task A_used_key_is_refused_for_another_input_another_user_and_another_call(string input, Func<Guid, TestCall> call)
    {
        await world.Add(TestCall.Of(_tenant, "k"), "one");
        var refusal = await Should.ThrowAsync<Refusal>(world.Add(call(_tenant), input));
        refusal.Reason.ShouldBe(CommonReasons.IdempotencyKeyReused);
        (await world.Things(_tenant)).ShouldBe(1);
    }

    [Fact]
    public async Task A_call_that_says_nothing_of_keys_takes_none()
    {
        const string reads = "/factoryflow.production.v1.WorkerService/GetWorker";
        await world.Add(TestCall.Of(_tenant, "k", method: reads), "one");
        await world.Add(TestCall.Of(_tenant, "k", method: reads), "two");
        (await world.Things(_tenant), await world.Postgres.Count(world.Database, "idempotency_keys", _tenant)).ShouldBe((2, 0));
    }

    [Fact]
    public async Task Nothing_secret_is_part_of_what_is_compared()
    {
        Task<Empty> Send(TestCall call, string password) =>
            world.Db.Write(call, new PrepareOwnerRequest { Password = password }, _ => Task.FromResult(new Empty())).InTime();
        await Send(TestCall.Of(_tenant, "k"), "one");
        var again = TestCall.Of(_tenant, "k");
        await Send(again, "another");
        again.IsReplay.ShouldBeTrue("a hash of a password in the database could be guessed at leisure");
    }

    [Fact]
    public async Task The_same_key_of_another_tenant_is_another_key()
    {
        await world.Add(TestCall.Of(_tenant, "k"), "one");
        var call = TestCall.Of(Guid.NewGuid(), "k");
        await world.Add(call, "one");
        call.IsReplay.ShouldBeFalse();
    }

    [Fact]
    public async Task A_refused_call_keeps_no_key()
    {
        await world.Add(TestCall.Of(_tenant), "taken");
        await Should.ThrowAsync<Refusal>(world.Add(TestCall.Of(_tenant, "k"), "taken"));
        await world.Add(TestCall.Of(_tenant, "k"), "free");
        (await world.Things(_tenant)).ShouldBe(2);
    }

    [Fact]
    public async Task Ten_at_once_have_one_effect_and_one_answer()
    {
        var calls = Enumerable.Range(0, 10).Select(_ => TestCall.Of(_tenant, "k")).ToList();
        var answers = await Task.WhenAll(calls.Select(c => Task.Run(() => world.Add(c, "one")))).InTime();
        answers.Distinct().Count().ShouldBe(1);
        calls.Count(c => c.IsReplay).ShouldBe(9);
        (await world.Things(_tenant)).ShouldBe(1);
    }

    [Fact]
    public async Task Writes_that_wait_for_the_first_read_are_not_done_again()
    {
        Task<Int32Value> Grow(TestCall call) => world.Db.Write(call, new Empty(), async tx =>
        {
            // Were it sent with the claim, the name would be taken already and the first answer not be given.
            tx.Write($"insert into things (tenant_id, id, name) values ({tx.TenantId}, {tx.NewId()}, {"one"})");
            return new Int32Value { Value = await tx.One<int>($"select count(*)::int from things") };
        }).InTime();
        (await Grow(TestCall.Of(_tenant, "k"))).Value.ShouldBe(1);
        (await Grow(TestCall.Of(_tenant, "k"))).Value.ShouldBe(1);
    }

    [Fact]
    public async Task A_write_that_answers_rows_is_not_done_again_either()
    {
        Task<StringValue> Take(TestCall call) => world.Db.Write(call, new Empty(), async tx =>
            new StringValue { Value = (await tx.One<Guid>($"""
                insert into things (tenant_id, id, name) values ({tx.TenantId}, {tx.NewId()}, {"one"}) returning id
                """)).ToString() }).InTime();
        var first = await Take(TestCall.Of(_tenant, "k"));
        (await Take(TestCall.Of(_tenant, "k"))).ShouldBe(first);
    }

    [Fact]
    public async Task An_administrator_has_keys_of_his_own_whatever_tenant_he_acts_for()
    {
        Task<StringValue> Name(TestCall call, string name) => world.Db.Write(call, _tenant, new StringValue { Value = name }, tx =>
        {
            tx.Write($"insert into things (tenant_id, id, name) values ({tx.TenantId}, {tx.NewId()}, {name})");
            return Task.FromResult(new StringValue { Value = name });
        }).InTime();
        var key = Guid.NewGuid().ToString();
        await Name(TestCall.OfAdministrator(key), "one");
        var call = TestCall.OfAdministrator(key);
        await Name(call, "one");
        (call.IsReplay, await world.Things(_tenant)).ShouldBe((true, 1));
        (await world.Postgres.Count(world.Database, "idempotency_keys", _tenant)).ShouldBe(0);
    }
}
