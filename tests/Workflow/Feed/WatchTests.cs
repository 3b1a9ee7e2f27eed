using System.Text.Json;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Testing;
using FactoryFlow.Workflow.Feed;
using FactoryFlow.Workflow.Tests.Support;

namespace FactoryFlow.Workflow.Tests.Feed;

/// <summary>What happens, as it happens.</summary>
public sealed class WatchTests(World world) : IDisposable
{
    private readonly Reader _reader = new(world);

    public void Dispose() => _reader.Dispose();

    [Fact]
    public async Task A_stream_tells_what_happens_from_its_beginning_on()
    {
        await _reader.Happen(2);
        var (client, end) = _reader.Watch();
        await client.Began();
        client.LastId.ShouldBe("2");
        var fact = (await _reader.Happen(1))[0];
        var told = await client.Next();
        (told.Id, told.Event).ShouldBe(("3", "workflow.instance.started"));
        using var data = JsonDocument.Parse(told.Data);
        (data.RootElement.GetProperty("id").GetString(), data.RootElement.GetProperty("data").GetProperty("instanceId").GetString()).ShouldBe((fact.EventId.ToString(), fact.InstanceId.ToString()));
        _reader.Stop();
        await end.InTime();
    }

    [Theory]
    [InlineData("1", "", "2 3")]
    [InlineData("", "2", "3")]
    [InlineData("1", "2", "3")]
    public async Task A_stream_goes_on_where_the_one_before_ended(string after, string lastEventId, string told)
    {
        await _reader.Happen(3);
        var (client, end) = _reader.Watch(after, lastEventId);
        foreach (var id in told.Split(' ')) (await client.Next()).Id.ShouldBe(id);
        _reader.Stop();
        await end.InTime();
    }

    [Fact]
    public async Task A_stream_of_some_types_tells_only_them_and_ends_in_order_when_its_time_is_over()
    {
        var (client, end) = _reader.Watch("", "", 1, "task.*");
        await client.Began();
        await _reader.Happen(1);
        await end.InTime();
        client.LastId.ShouldBe("0");
    }

    [Fact]
    public async Task More_streams_than_a_tenant_may_have_are_refused_until_one_ends()
    {
        List<IDisposable> open = [.. Enumerable.Range(0, EventStreams.MostOfTenant).Select(_ => _reader.Streams.Open(_reader.Shop.Tenant))];
        var refused = await Should.ThrowAsync<Refusal>(() => _reader.Watch().End.InTime());
        (refused.Reason.Name, refused.RetryAfter > TimeSpan.Zero).ShouldBe(("EVENT_STREAMS_TOO_MANY", true));
        refused.Message.ShouldStartWith($"At most {EventStreams.MostOfTenant} streams of a tenant's events");
        using (_reader.Streams.Open(Guid.NewGuid())) open[0].Dispose();
        await _reader.Watch(seconds: 1).End.InTime();
    }

    [Fact]
    public void When_all_that_there_can_be_are_open_nobody_is_told_that_they_are_the_tenants_own()
    {
        var streams = new EventStreams();
        List<IDisposable> open = [.. Enumerable.Range(0, EventStreams.Most).Select(_ => streams.Open(Guid.NewGuid()))];
        var refused = Should.Throw<Refusal>(() => streams.Open(Guid.NewGuid()));
        (refused.Reason.Name, refused.RetryAfter > TimeSpan.Zero).ShouldBe(("EVENT_STREAMS_TOO_MANY", true));
        refused.Message.ShouldContain("of all tenants together");
        open[0].Dispose();
        streams.Open(Guid.NewGuid()).Dispose();
    }

    [Theory]
    [InlineData("1", "", 0, "after")]
    [InlineData("", "x", 0, "after")]
    [InlineData("9223372036854775807", "", 0, "after")]
    [InlineData("", "9223372036854775807", 0, "after")]
    [InlineData("", "-9223372036854775808", 0, "after")]
    [InlineData("", "", 56, "duration_seconds")]
    [InlineData("", "", -1, "duration_seconds")]
    public async Task A_field_at_fault_is_named(string after, string lastEventId, int seconds, string field) =>
        (await Should.ThrowAsync<Refusal>(() => _reader.Watch(after, lastEventId, seconds).End.InTime())).Faults.Single().Field.ShouldBe(field);
}
