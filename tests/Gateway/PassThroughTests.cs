using System.Diagnostics;
using System.Diagnostics.Metrics;
using FactoryFlow.Testing;
using FactoryFlow.Trial.V1;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace FactoryFlow.Gateway.Tests;

public sealed class PassThroughTests(WithGateway running) : IClassFixture<WithGateway>
{
    private readonly RunningGateway _gateway = running.Gateway;
    private readonly TrialService.TrialServiceClient _trial = new(running.Gateway.Channel);
    private readonly StreamService.StreamServiceClient _streams = new(running.Gateway.Channel);

    private static DateTime Soon => DateTime.UtcNow.AddSeconds(10);

    [Fact]
    public async Task A_unary_call_is_answered()
    {
        var answer = await _trial.GetThingAsync(new ThingRequest { ThingId = "7" }, deadline: Soon);
        answer.ThingId.ShouldBe("7");
    }

    [Fact]
    public async Task A_message_over_the_limit_of_json_passes()
    {
        var large = new ThingRequest { ThingId = new string('x', 3 << 20) };
        (await _trial.GetThingAsync(large, deadline: Soon)).ThingId.Length.ShouldBe(3 << 20);
    }

    [Fact]
    public async Task Headers_and_trailers_arrive_on_a_stream()
    {
        using var call = _streams.Count(new CountRequest { Count = 3 }, deadline: Soon);
        (await call.ResponseHeadersAsync).GetValue("opening").ShouldBe("words");
        (await call.ResponseStream.ReadAllAsync().Select(item => item.Number).ToListAsync()).ShouldBe([1, 2, 3]);
        call.GetTrailers().GetValue("closing").ShouldBe("words");
    }

    [Fact]
    public async Task A_stream_arrives_as_it_is_written()
    {
        using var call = _streams.Count(new CountRequest { Count = 2, MillisecondsBetween = 10_000 }, deadline: Soon);
        var watch = Stopwatch.StartNew();
        (await call.ResponseStream.MoveNext()).ShouldBeTrue();
        watch.ElapsedMilliseconds.ShouldBeLessThan(9_000);
    }

    [Fact]
    public async Task A_client_can_stream()
    {
        using var call = _streams.Sum(deadline: Soon);
        for (var number = 1; number <= 100; number++) await call.RequestStream.WriteAsync(new CountResponse { Number = number });
        await call.RequestStream.CompleteAsync();
        (await call).Number.ShouldBe(5050);
    }

    [Fact]
    public async Task Both_can_stream_at_once()
    {
        using var call = _streams.Echo(deadline: Soon);
        for (var number = 1; number <= 10; number++)
        {
            await call.RequestStream.WriteAsync(new CountResponse { Number = number });
            (await call.ResponseStream.MoveNext()).ShouldBeTrue();
            call.ResponseStream.Current.Number.ShouldBe(number);
        }

        await call.RequestStream.CompleteAsync();
        (await call.ResponseStream.MoveNext()).ShouldBeFalse();
    }

    [Fact]
    public async Task Thousands_of_calls_at_once_on_one_connection_all_arrive()
    {
        var calls = Enumerable.Range(0, 3000).Select(i => _trial.GetThingAsync(new ThingRequest { ThingId = $"{i}" }, deadline: DateTime.UtcNow.AddSeconds(60)).ResponseAsync);
        var answers = await Task.WhenAll(calls);
        answers.Select(answer => answer.ThingId).ShouldBe(Enumerable.Range(0, 3000).Select(i => $"{i}"));
    }

    [Fact]
    public async Task A_refusal_arrives_with_its_details()
    {
        var refusal = await Should.ThrowAsync<RpcException>(async () =>
            await _trial.FailAsync(new FailRequest { Status = 9, Message = "Not now.", Reason = "JOB_CLOSED" }, deadline: Soon));
        refusal.Status.ShouldBe(new Grpc.Core.Status(StatusCode.FailedPrecondition, "Not now."));
        Google.Rpc.Status.Parser.ParseFrom(refusal.Trailers.GetValueBytes("grpc-status-details-bin")).Details.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_deadline_is_kept()
    {
        var refusal = await Should.ThrowAsync<RpcException>(async () =>
            await _trial.WaitAsync(new WaitRequest { Milliseconds = 8000 }, deadline: DateTime.UtcNow.AddMilliseconds(300)));
        refusal.StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
    }

    [Fact]
    public async Task A_request_id_is_given_to_grpc_calls_too()
    {
        using var call = _trial.HeadersAsync(new Empty(), new Metadata { { "x-forwarded-for", "6.6.6.6" } }, Soon);
        var given = (await call.ResponseHeadersAsync).GetValue("x-request-id");
        var received = (await call).Headers;
        received["x-request-id"].ShouldBe(given);
        received["x-forwarded-for"].ShouldBe("127.0.0.1");
    }

    [Theory]
    [InlineData("Hidden")]
    [InlineData("hidden")]
    [InlineData("Unbound")]
    [InlineData("Nonsense")]
    public async Task What_is_not_public_is_not_implemented(string name)
    {
        var method = new Method<Empty, Empty>(MethodType.Unary, "factoryflow.trial.v1.TrialService", name, Marshallers.Create(
            _ => [], _ => new Empty()), Marshallers.Create(_ => [], _ => new Empty()));
        using var call = _gateway.Channel.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(deadline: Soon), new Empty());
        var refusal = await Should.ThrowAsync<RpcException>(async () => await call);
        (refusal.StatusCode, refusal.Reason()).ShouldBe((StatusCode.Unimplemented, "ROUTE_NOT_FOUND"));
    }

    [Fact]
    public async Task How_a_call_ended_is_measured_since_to_http_each_is_200()
    {
        var seen = new System.Collections.Concurrent.ConcurrentQueue<(string? Route, object? Status)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Name == "http.server.request.duration") listening.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            var all = tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value);
            seen.Enqueue(((string?)all.GetValueOrDefault("http.route"), all.GetValueOrDefault("rpc.grpc.status_code")));
        });
        listener.Start();
        await Should.ThrowAsync<RpcException>(async () => await _trial.FailAsync(new FailRequest { Status = 13, Message = "No." }, deadline: Soon));
        await _trial.GetThingAsync(new ThingRequest(), deadline: Soon);
        await Limit.Until(() => Task.FromResult(seen.Contains(("/factoryflow.trial.v1.TrialService/Fail", 13)) && seen.Contains(("/factoryflow.trial.v1.TrialService/GetThing", 0))), isThere => isThere);
    }

    [Fact]
    public async Task A_call_without_a_message_is_its_clients_fault()
    {
        using var client = new HttpClient { BaseAddress = _gateway.GrpcAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/factoryflow.trial.v1.TrialService/GetThing")
        {
            Version = System.Net.HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(Array.Empty<byte>()) { Headers = { ContentType = new("application/grpc") } },
        };
        using var answer = await client.SendAsync(request);
        answer.Headers.GetValues("grpc-status").ShouldBe(["3"]);
        var details = Google.Rpc.Status.Parser.ParseFrom(Convert.FromBase64String(answer.Headers.GetValues("grpc-status-details-bin").Single())).Details;
        details.ShouldHaveSingleItem().Unpack<ErrorInfo>().Type.ShouldBe("MALFORMED_REQUEST");
    }

    [Fact]
    public async Task A_call_that_its_client_gives_up_ends_at_the_service()
    {
        using (var call = _streams.Count(new CountRequest { Count = int.MaxValue, MillisecondsBetween = 5 }))
        {
            (await call.ResponseStream.MoveNext()).ShouldBeTrue();
        }

        await running.Service.Abandoned.WaitAsync(TimeSpan.FromSeconds(5));
    }
}
