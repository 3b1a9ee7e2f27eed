using FactoryFlow.Feed.Tests.V1;
using Grpc.Core;

namespace FactoryFlow.Feed.Tests.Calls;

/// <summary>Deadlines and cancellation reach the other side.</summary>
public sealed class CancellationTests
{
    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_deadline_ends_the_call_on_both_sides()
    {
        await using var server = await EchoServer.StartAsync();
        var client = server.Client();
        await client.SayAsync(new Note(), cancellationToken: Bounded.Token);
        var call = client.WaitAsync(new Note(), deadline: DateTime.UtcNow.AddSeconds(1), cancellationToken: Bounded.Token);
        (await Should.ThrowAsync<RpcException>(call.ResponseAsync)).StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
        await server.Observed.Cancelled;
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task The_server_knows_the_deadline()
    {
        await using var server = await EchoServer.StartAsync();
        var deadline = DateTime.UtcNow.AddMinutes(5);
        await server.Client().SayAsync(new Note(), deadline: deadline, cancellationToken: Bounded.Token);
        server.Observed.Deadline.ShouldBe(deadline, TimeSpan.FromSeconds(10));
        await server.Client().SayAsync(new Note(), cancellationToken: Bounded.Token);
        server.Observed.Deadline.ShouldBe(DateTime.MaxValue);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_deadline_that_has_passed_never_reaches_the_server()
    {
        await using var server = await EchoServer.StartAsync();
        var call = server.Client().SayAsync(new Note(), deadline: DateTime.UtcNow.AddSeconds(-1), cancellationToken: Bounded.Token);
        (await Should.ThrowAsync<RpcException>(call.ResponseAsync)).StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
        server.Observed.Method.ShouldBeNull();
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_cancelled_token_cancels_the_call_on_both_sides()
    {
        await using var server = await EchoServer.StartAsync();
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Bounded.Token);
        var call = server.Client().WaitAsync(new Note(), cancellationToken: source.Token);
        await server.Observed.Started;
        await source.CancelAsync();
        (await Should.ThrowAsync<RpcException>(call.ResponseAsync)).StatusCode.ShouldBe(StatusCode.Cancelled);
        await server.Observed.Cancelled;
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Disposing_a_call_cancels_it_on_both_sides()
    {
        await using var server = await EchoServer.StartAsync();
        var call = server.Client().WaitAsync(new Note(), cancellationToken: Bounded.Token);
        await server.Observed.Started;
        call.Dispose();
        (await Should.ThrowAsync<RpcException>(call.ResponseAsync)).StatusCode.ShouldBe(StatusCode.Cancelled);
        await server.Observed.Cancelled;
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_stream_can_be_left_before_its_end()
    {
        await using var server = await EchoServer.StartAsync();
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Bounded.Token);
        using var call = server.Client().Repeat(new Note { Count = int.MaxValue }, cancellationToken: source.Token);
        (await call.ResponseStream.MoveNext(Bounded.Token)).ShouldBeTrue();
        await source.CancelAsync();
        var failure = await Should.ThrowAsync<RpcException>(call.ResponseStream.ReadAllAsync(Bounded.Token).CountAsync(Bounded.Token).AsTask());
        failure.StatusCode.ShouldBe(StatusCode.Cancelled);
    }
}
