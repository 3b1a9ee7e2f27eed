using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Tests.Support;
using FactoryFlow.Testing;

namespace FactoryFlow.Platform.Tests.Data;

public sealed class SqlTests(World world)
{
    private const string Injection = "'; drop table things; --";

    private enum Colour
    {
        DarkRed,
    }

    public static TheoryData<string, Func<TenantTx, Task<string?>>, string?> Parameters => new()
    {
        { "null text", tx => tx.One<string>($"select coalesce({(string?)null}::text, 'none')"), "none" },
        { "null id", tx => tx.One<string>($"select coalesce({(Guid?)null}::text, 'none')"), "none" },
        { "an optional id", tx => tx.One<string>($"select {(Guid?)Guid.AllBitsSet}::uuid::text"), Guid.AllBitsSet.ToString() },
        { "an enum", tx => tx.One<string>($"select {Colour.DarkRed}"), "DARK_RED" },
        { "an optional enum", tx => tx.One<string>($"select {(Colour?)Colour.DarkRed}"), "DARK_RED" },
        { "no enum", tx => tx.One<string>($"select coalesce({(Colour?)null}::text, 'none')"), "none" },
        { "json", tx => tx.One<string>($"select {new Json("""{"a":"}"}""")} ->> 'a'"), "}" },
        { "null json", tx => tx.One<string>($"select coalesce({new Json(null)}::text, 'none')"), "none" },
        { "json array", tx => tx.One<string>($"select string_agg(j ->> 'a', '+') from unnest({new Json[] { new("""{"a":1}"""), new("""{"a":2}""") }}) j"), "1+2" },
        { "ids", tx => tx.One<string>($"select count(*)::text from unnest({new[] { Guid.Empty, Guid.AllBitsSet }})"), "2" },
        { "optional ids", tx => tx.One<string>($"select count(id)::text from unnest({new Guid?[] { null, Guid.Empty }}) id"), "1" },
        { "no ids", tx => tx.One<string>($"select (not exists (select from things where id = any({Array.Empty<Guid>()})))::text"), "true" },
        { "amounts", tx => tx.One<string>($"select sum(a)::text from unnest({new[] { 0.0001m, 1m }}) a"), "1.0001" },
        { "an instant", tx => tx.One<string>($"select ({DateTimeOffset.UnixEpoch} at time zone 'UTC')::text"), "1970-01-01 00:00:00" },
        { "a quote", tx => tx.One<string>($"select {Injection}"), Injection },
        { "parts of a statement", tx => tx.One<string>($"select {"a"} || {Part("b")} || {"d"}{Part()}"), "abcd" },
        { "a placeholder", tx => tx.One<string>($"select {"$1"} || {"x"}"), "$1x" },
    };

    [Theory]
    [MemberData(nameof(Parameters))]
    public async Task Every_hole_is_a_parameter(string what, Func<TenantTx, Task<string?>> ask, string? answer) =>
        (await world.Db.Read(TestCall.Of(Guid.NewGuid()), ask).InTime()).ShouldBe(answer, what);

    private static Sql Part(string text) => $"{text} || {"c"}";

    private static Sql Part() => $"";

    [Fact]
    public void A_string_is_no_statement() =>
        typeof(Sql).GetMethods().Where(m => m.Name is "op_Implicit" or "op_Explicit").ShouldBeEmpty("it would let an interpolated string pass as text");

    [Fact]
    public async Task Text_never_becomes_a_statement()
    {
        var tenant = Guid.NewGuid();
        await world.Add(TestCall.Of(tenant), Injection);
        (await world.Postgres.Look(world.Database, "select name from things where tenant_id = $1", tenant)).ShouldBe([Injection]);
    }

    [Fact]
    public async Task Single_values_and_records_are_read_by_name()
    {
        var (ids, row) = await world.Db.Read(TestCall.Of(Guid.NewGuid()), async tx =>
        {
            var single = tx.Ask<Guid>($"select id from unnest({new[] { Guid.Empty, Guid.AllBitsSet }}) id");
            var record = tx.Ask<Row>($"select 1 as first_number, 'x' as text, null::timestamptz as time");
            await tx.Flush();
            return (single.Rows, record.First);
        }).InTime();
        (ids.Count, row).ShouldBe((2, new Row(1, "x", null)));
    }

    [Fact]
    public async Task A_record_may_hold_lists()
    {
        var row = await world.Db.Read(TestCall.Of(Guid.NewGuid()), tx =>
            tx.One<Lists>($"select array['a', 'b'] as texts, array[1.5, 2] as amounts, {new[] { Guid.Empty }} as ids")).InTime();
        (row!.Texts.Length, row.Amounts.Sum(), row.Ids.Single()).ShouldBe((2, 3.5m, Guid.Empty));
    }

    [Fact]
    public async Task An_answer_before_its_flush_is_refused() =>
        await Should.ThrowAsync<InvalidOperationException>(world.Db.Read(TestCall.Of(Guid.NewGuid()), tx => Task.FromResult(tx.Ask<int>($"select 1").First)));

    [Fact]
    public async Task A_write_that_would_answer_rows_is_refused()
    {
        var tenant = Guid.NewGuid();
        await Should.ThrowAsync<InvalidOperationException>(world.Db.As(tenant, async tx =>
        {
            tx.Write($"insert into things (tenant_id, id, name) values ({tx.TenantId}, {tx.NewId()}, 'x') returning id");
            await tx.Flush();
            return true;
        }, Limit.Soon()));
        (await world.Things(tenant)).ShouldBe(0);
    }

    private sealed record Lists(string[] Texts, decimal[] Amounts, Guid[] Ids);

    private sealed record Row(int FirstNumber, string Text, DateTimeOffset? Time);
}
