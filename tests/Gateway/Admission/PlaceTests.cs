using FactoryFlow.Testing;
using FactoryFlow.Trial.V1;
using Google.Rpc;
using Grpc.Core;

namespace FactoryFlow.Gateway.Tests.Admission;

public sealed class PlaceTests : IAsyncLifetime
{
    private TrialHost _service = null!;
    private RunningGateway _gateway = null!;

    private static DateTime Soon => DateTime.UtcNow.AddSeconds(15);

    [Fact]
    public async Task Beside_a_tenant_that_floods_a_service_others_are_served_and_it_is_told_when_to_come_again()
    {
        var (busy, other) = (await Token(), await Token());
        var held = await Hold(busy);
        var more = Enumerable.Range(0, 3).Select(_ => Call(busy)).ToList();
        var turnedAway = await Task.WhenAny(more);
        var answer = await turnedAway;
        (answer.Problem, answer.Headers["Retry-After"]).ShouldBe(("503 UNAVAILABLE", "1"));
        ((int)(await Call(other)).Status).ShouldBe(200);
        // What is held takes long, and so others of the same tenant start beside it.
        foreach (var call in more.Where(call => call != turnedAway)) ((int)(await call).Status).ShouldBe(200);
        foreach (var call in held) (await call).Problem.ShouldBe("504 DEADLINE_EXCEEDED");
    }

    [Fact]
    public async Task What_does_not_start_at_once_does_so_in_its_turn()
    {
        var client = new TrialService.TrialServiceClient(_gateway.Channel);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => client.WaitAsync(new WaitRequest { Milliseconds = 200 }, deadline: Soon).ResponseAsync));
    }

    [Fact]
    public async Task A_grpc_client_is_turned_away_as_grpc_does_it()
    {
        var client = new TrialService.TrialServiceClient(_gateway.Channel);
        var calls = Enumerable.Range(0, 5).Select(_ => client.WaitAsync(new WaitRequest { Milliseconds = 900 }, deadline: Soon).ResponseAsync).ToList();
        var refused = await Should.ThrowAsync<RpcException>(() => Task.WhenAll(calls).WaitAsync(TimeSpan.FromSeconds(20)));
        calls.Count(call => call.IsCompletedSuccessfully).ShouldBe(4);
        refused.StatusCode.ShouldBe(StatusCode.Unavailable);
        Callers.DetailsOf(refused).Details.Single(d => d.Is(RetryInfo.Descriptor)).Unpack<RetryInfo>().RetryDelay.ToTimeSpan().ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Whoever_holds_a_place_over_grpc_without_an_end_loses_it()
    {
        var client = new TrialService.TrialServiceClient(_gateway.Channel);
        var held = Enumerable.Range(0, 2).Select(_ => client.WaitAsync(new WaitRequest { Milliseconds = 60_000 }).ResponseAsync.WaitAsync(TimeSpan.FromSeconds(20))).ToList();
        foreach (var call in held) (await Should.ThrowAsync<RpcException>(call)).StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
        await client.WaitAsync(new WaitRequest { Milliseconds = 1 }, deadline: Soon);
    }

    [Fact]
    public async Task A_stream_takes_no_place()
    {
        var streams = new StreamService.StreamServiceClient(_gateway.Channel);
        var open = Enumerable.Range(0, 3).Select(_ => streams.Echo(deadline: Soon)).ToList();
        foreach (var stream in open)
        {
            await stream.RequestStream.WriteAsync(new CountResponse { Number = 1 });
            (await stream.ResponseStream.MoveNext()).ShouldBeTrue();
        }

        ((int)(await _gateway.Get("/trial/headers")).Status).ShouldBe(200);
        foreach (var stream in open) stream.Dispose();
    }

    public async ValueTask InitializeAsync()
    {
        _service = await TrialHost.Start();
        _gateway = await RunningGateway.Start([_service.Address], deadline: "00:00:05", others: [("Gateway:CallsUnderWay", "8"), ("Gateway:CallsAtOnce", "2")]);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _service.DisposeAsync();
    }

    // As many as a tenant may have at once, which the service never answers.
    private async Task<List<Task<Answer>>> Hold(string token)
    {
        var before = _service.Held;
        _service.IsSilent = true;
        var calls = Enumerable.Range(0, 2).Select(_ => Call(token)).ToList();
        await Limit.Until(() => Task.FromResult(_service.Held), held => held == before + 2);
        _service.IsSilent = false;
        return calls;
    }

    private async Task<string> Token()
    {
        var tenant = _gateway.Authorities.Tell(perMinute: -1);
        await _gateway.Learns();
        return _gateway.Authorities.Token(tenant);
    }

    private Task<Answer> Call(string token) => _gateway.Get("/trial/private", ("Authorization", "Bearer " + token));
}
