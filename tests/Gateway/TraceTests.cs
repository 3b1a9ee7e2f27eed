using FactoryFlow.Trial.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FactoryFlow.Gateway.Tests;

/// <summary>What a request is found again by: its id, its tenant and its trace, on the answer and in the log.</summary>
public sealed class TraceTests : IAsyncLifetime
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c", Span = "b7ad6b7169203331";

    private TrialHost _service = null!;
    private RunningGateway _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await TrialHost.Start();
        // Where nobody would write of a span, there is none.
        _gateway = await RunningGateway.Start([_service.Address], others: [("Logging:LogLevel:Microsoft.AspNetCore.Hosting", "None")]);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _service.DisposeAsync();
    }

    [Theory]
    [InlineData("/trial/things/7")]
    [InlineData("/trial/stream/file?pieces=1&bytesEach=1")]
    [InlineData("/trial/things/7?nonsense=1")]
    [InlineData("/nowhere")]
    public async Task Without_a_span_of_the_gateways_the_clients_trace_is_said(string path)
    {
        var answer = await _gateway.Get(path, ("traceparent", $"00-{Trace}-{Span}-01"));
        answer.Headers["traceresponse"].ShouldBe($"00-{Trace}-{Span}-01");
        if ((int)answer.Status >= 400) ((string?)answer.Json["traceId"]).ShouldBe(Trace);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-and-more")]
    public async Task Without_a_trace_nothing_is_said(string? parent)
    {
        var answer = await _gateway.Get("/nowhere", parent is null ? [] : [("traceparent", parent)]);
        (answer.Headers.ContainsKey("traceresponse"), answer.Json.AsObject().ContainsKey("traceId")).ShouldBe((false, false));
    }

    [Fact]
    public async Task The_gateways_own_span_goes_on_from_the_clients()
    {
        await using var gateway = await RunningGateway.Start([_service.Address]);
        var answer = await gateway.Get("/trial/headers", ("traceparent", $"00-{Trace}-{Span}-01"));
        var said = answer.Headers["traceresponse"].Split('-');
        (said.Length, said[0], said[1], said[2].Length, said[2] != Span).ShouldBe((4, "00", Trace, 16, true));
        ((string?)answer.Json["headers"]!["traceparent"]).ShouldNotBeNull().Split('-')[1].ShouldBe(Trace);
        var begun = (await gateway.Get("/trial/headers")).Headers["traceresponse"].Split('-')[1];
        begun.Length.ShouldBe(32);
        begun.ShouldNotBe(Trace);
        using var call = new TrialService.TrialServiceClient(gateway.Channel).HeadersAsync(new Empty(), new Metadata { { "traceparent", $"00-{Trace}-{Span}-01" } });
        (await call.ResponseHeadersAsync).GetValue("traceresponse").ShouldNotBeNull().ShouldContain(Trace);
    }

    [Fact]
    public async Task A_line_about_a_call_says_whose_it_was_and_the_answer_where_to_look()
    {
        var log = new Scopes();
        await using var gateway = await RunningGateway.Start(["http://127.0.0.1:9"], log: log);
        var tenant = gateway.Authorities.Tell(perMinute: -1);
        await gateway.Learns();
        var answer = await gateway.Get("/trial/private", ("Authorization", "Bearer " + gateway.Authorities.Token(tenant)), ("X-Request-Id", "mine-1"), ("traceparent", $"00-{Trace}-{Span}-00"));
        (answer.Problem, (string?)answer.Json["requestId"], (string?)answer.Json["traceId"]).ShouldBe(("503 UNAVAILABLE", "mine-1", Trace));
        answer.Headers["traceresponse"].ShouldContain(Trace);
        var line = log.Lines.First(line => line.Text.Contains("TrialService/Private was not answered", StringComparison.Ordinal));
        (line.Said["request_id"], line.Said["tenant_id"]).ShouldBe(("mine-1", (object)tenant));
    }
}
