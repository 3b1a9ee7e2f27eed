using FactoryFlow.Feed.Tests.V1;
using Grpc.Core;

namespace FactoryFlow.Feed.Tests.Calls;

/// <summary>Unary and streaming calls through the official server and client.</summary>
public sealed class FourKindsOfCallTests
{
    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_unary_call_returns_its_response()
    {
        await using var server = await EchoServer.StartAsync();
        var sent = new Note { Text = "grüß", Count = 3 };
        (await server.Client().SayAsync(sent, cancellationToken: Bounded.Token)).ShouldBe(sent);
        server.Observed.Method.ShouldBe("/factoryflow.feed.tests.v1.Echo/Say");
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_blocking_unary_call_returns_its_response()
    {
        await using var server = await EchoServer.StartAsync();
        var client = server.Client();
        var answer = await Task.Run(() => client.Say(new Note { Text = "now" }, cancellationToken: Bounded.Token), Bounded.Token);
        answer.Text.ShouldBe("now");
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_client_streams_and_the_server_answers_once()
    {
        await using var server = await EchoServer.StartAsync();
        using var call = server.Client().Collect(cancellationToken: Bounded.Token);
        foreach (var text in new[] { "a", "b", "c" })
            await call.RequestStream.WriteAsync(new Note { Text = text }, Bounded.Token);
        await call.RequestStream.CompleteAsync().WaitAsync(Bounded.Token);
        (await call).ShouldBe(new Note { Text = "abc", Count = 3 });
        call.GetStatus().ShouldBe(Status.DefaultSuccess);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_client_that_streams_nothing_is_answered_too()
    {
        await using var server = await EchoServer.StartAsync();
        using var call = server.Client().Collect(cancellationToken: Bounded.Token);
        await call.RequestStream.CompleteAsync().WaitAsync(Bounded.Token);
        (await call.ResponseAsync.WaitAsync(Bounded.Token)).ShouldBe(new Note());
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_server_streams_and_ends_with_trailers()
    {
        await using var server = await EchoServer.StartAsync();
        using var call = server.Client().Repeat(new Note { Text = "n", Count = 4 }, cancellationToken: Bounded.Token);
        var counts = await call.ResponseStream.ReadAllAsync(Bounded.Token).Select(note => note.Count).ToListAsync(Bounded.Token);
        counts.ShouldBe([1, 2, 3, 4]);
        call.GetTrailers().GetValue("x-sent").ShouldBe("4");
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_server_that_streams_nothing_ends_at_once()
    {
        await using var server = await EchoServer.StartAsync();
        using var call = server.Client().Repeat(new Note(), cancellationToken: Bounded.Token);
        (await call.ResponseStream.MoveNext(Bounded.Token)).ShouldBeFalse();
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Both_stream_in_turns()
    {
        await using var server = await EchoServer.StartAsync();
        using var call = server.Client().Chat(cancellationToken: Bounded.Token);
        for (var turn = 0; turn < 3; turn++)
        {
            await call.RequestStream.WriteAsync(new Note { Count = turn }, Bounded.Token);
            (await call.ResponseStream.MoveNext(Bounded.Token)).ShouldBeTrue();
            call.ResponseStream.Current.Count.ShouldBe(turn);
        }

        await call.RequestStream.CompleteAsync().WaitAsync(Bounded.Token);
        (await call.ResponseStream.MoveNext(Bounded.Token)).ShouldBeFalse();
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Many_calls_share_a_channel()
    {
        await using var server = await EchoServer.StartAsync();
        var client = server.Client();
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(async number =>
            (await client.SayAsync(new Note { Count = number }, cancellationToken: Bounded.Token)).Count)).WaitAsync(Bounded.Token);
        answers.ShouldBe(Enumerable.Range(0, 200));
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Asking_for_the_outcome_of_a_running_call_is_an_error()
    {
        await using var server = await EchoServer.StartAsync();
        using var call = server.Client().Chat(cancellationToken: Bounded.Token);
        Should.Throw<InvalidOperationException>(() => call.GetStatus());
        Should.Throw<InvalidOperationException>(() => call.GetTrailers());
    }
}
