using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.Feed;
using FactoryFlow.Workflow.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace FactoryFlow.Workflow.Tests.Feed;

/// <summary>What happened, in one order and without gaps.</summary>
public sealed class ListTests(World world) : IDisposable
{
    private readonly Reader _reader = new(world);

    public void Dispose() => _reader.Dispose();

    [Fact]
    public async Task What_happened_is_listed_once_as_webhooks_are_told_it_and_to_no_other_tenant()
    {
        var fact = (await _reader.Happen(1))[0];
        await _reader.Shop.Happens(fact: fact);
        await _reader.Shop.Happens(fact: fact, consumer: "another-memory");
        var listed = (await _reader.All()).ShouldHaveSingleItem();
        (listed.Cursor, listed.Id, listed.Type, listed.OccurTime.ToDateTimeOffset()).ShouldBe(("1", fact.EventId.ToString(), "workflow.instance.started", fact.OccurredAt));
        (listed.Data.Fields["instanceId"].StringValue, listed.Data.Fields.ContainsKey("tenantId")).ShouldBe((fact.InstanceId.ToString(), false));
        using var other = new Reader(world);
        (await other.All()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reader_beside_many_writers_sees_every_event_once_in_order_without_a_gap()
    {
        const int Writers = 8, Rounds = 6, Each = 7;
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            for (var round = 0; round < Rounds; round++) await _reader.Happen(Each);
        })));
        var (seen, cursor) = (new List<(string Cursor, string Id)>(), "");
        do
        {
            var events = await _reader.All(cursor);
            seen.AddRange(events.Select(e => (e.Cursor, e.Id)));
            if (events.Count > 0) cursor = events[^1].Cursor;
        }
        while (!writing.IsCompleted);
        await writing;
        seen.AddRange((await _reader.All(cursor)).Select(e => (e.Cursor, e.Id)));
        seen.Select(e => e.Cursor).ShouldBe(Enumerable.Range(1, Writers * Rounds * Each).Select(n => $"{n}"));
        seen.Select(e => e.Id).Distinct().Count().ShouldBe(seen.Count);
    }

    [Fact]
    public async Task Some_types_are_listed_alone_and_the_cursor_goes_past_what_was_left_out()
    {
        await _reader.Happen(3);
        (await _reader.List("", 0, "", "task.*")).NextCursor.ShouldBe("3");
        var first = await _reader.List("1", 1, "", "workflow.instance.*");
        (first.Events.Single().Cursor, first.NextCursor).ShouldBe(("2", "2"));
        var second = await _reader.List("", 5, first.NextPageToken, "workflow.instance.*", "task.*");
        (second.Events.Single().Cursor, second.NextCursor, second.NextPageToken).ShouldBe(("3", "3", ""));
        (await _reader.List(second.NextCursor)).Events.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("4", "INVALID_INPUT")]
    [InlineData("-1", "INVALID_INPUT")]
    [InlineData("99999999999999999999", "INVALID_INPUT")]
    [InlineData("9223372036854775807", "INVALID_INPUT")]
    [InlineData("-9223372036854775808", "INVALID_INPUT")]
    [InlineData("9007199254740992", "INVALID_INPUT")]
    [InlineData("2147483647", "INVALID_INPUT")]
    [InlineData(" 1", "INVALID_INPUT")]
    [InlineData("0", "EVENTS_EXPIRED")]
    [InlineData("1", "EVENTS_EXPIRED")]
    [InlineData("2", null)]
    [InlineData("3", null)]
    [InlineData("", null)]
    public async Task A_cursor_that_no_event_had_or_whose_events_are_gone_is_refused(string after, string? reason)
    {
        await _reader.Happen(3);
        await Age(2);
        if (reason is null) (await _reader.All(after)).Count.ShouldBe(after == "3" ? 0 : 1);
        else
        {
            var refused = await Should.ThrowAsync<Refusal>(() => _reader.List(after));
            (refused.Reason.Name, refused.Faults.Single().Field).ShouldBe((reason, "after"));
        }
    }

    [Theory]
    [InlineData(long.MaxValue, "INVALID_INPUT")]
    [InlineData(long.MinValue, "PAGE_TOKEN_INVALID")]
    [InlineData(-1, "PAGE_TOKEN_INVALID")]
    [InlineData(int.MaxValue, "INVALID_INPUT")]
    [InlineData(9_007_199_254_740_992, "INVALID_INPUT")]
    public async Task A_page_that_no_list_gave_out_is_refused_also_where_nothing_happened_yet(long number, string reason)
    {
        for (var round = 0; round < 2; round++)
        {
            var refused = await Should.ThrowAsync<Refusal>(() => _reader.List(page: PageToken.After(number)));
            (refused.Reason.Name, refused.Faults.Single().Field).ShouldBe((reason, "page_token"));
            await _reader.Happen(1);
        }
    }

    [Fact]
    public async Task A_type_that_there_is_not_is_refused()
    {
        var refused = await Should.ThrowAsync<Refusal>(() => _reader.List("", 0, "", "workflow.*", "no.such"));
        (refused.Reason.Name, refused.Faults.Single().Field).ShouldBe(("INVALID_INPUT", "event_types[1]"));
    }

    // The first so many are a month old, and forgotten.
    private async Task Age(int count)
    {
        await world.Look("update events set create_time = create_time - interval '31 days' where tenant_id = $1 and sequence <= $2 returning 1", _reader.Shop.Tenant, (long)count);
        await new Sweep(world.Db, [EventStore.Expired], TimeProvider.System, NullLogger<Sweep>.Instance).Round(Testing.Limit.Soon());
    }
}
