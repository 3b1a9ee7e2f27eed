using FactoryFlow.Feed.Tests.V1;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace FactoryFlow.Feed.Tests.Calls;

/// <summary>Interceptors on the server and on the client see every kind of call.</summary>
public sealed class InterceptorTests
{
    private static readonly string[] AllKinds = ["unary", "client streaming", "server streaming", "duplex"];

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_server_interceptor_sees_every_kind_of_call()
    {
        List<string> seen = [];
        await using var server = await EchoServer.StartAsync(options => options.Interceptors.Add<ServerRecorder>("s", seen));
        await CallAllAsync(server.Client());
        seen.ShouldBe(AllKinds.Select(kind => $"s {kind}"));
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Server_interceptors_run_in_the_order_in_which_they_were_added()
    {
        List<string> seen = [];
        await using var server = await EchoServer.StartAsync(options =>
        {
            options.Interceptors.Add<ServerRecorder>("first", seen);
            options.Interceptors.Add<ServerRecorder>("second", seen);
        });
        await server.Client().SayAsync(new Note(), cancellationToken: Bounded.Token);
        seen.ShouldBe(["first unary", "second unary"]);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_server_interceptor_that_overrides_nothing_changes_nothing()
    {
        await using var server = await EchoServer.StartAsync(options => options.Interceptors.Add<Transparent>());
        await CallAllAsync(server.Client());
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Interceptors_share_state_with_the_method_through_the_context()
    {
        List<string> seen = [];
        await using var server = await EchoServer.StartAsync(options =>
        {
            options.Interceptors.Add<StateWriter>();
            options.Interceptors.Add<StateReader>(seen);
        });
        await server.Client().SayAsync(new Note(), cancellationToken: Bounded.Token);
        seen.ShouldBe(["written earlier"]);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_client_interceptor_sees_every_kind_of_call()
    {
        List<string> seen = [];
        await using var server = await EchoServer.StartAsync();
        await CallAllAsync(new Echo.EchoClient(server.Invoker().Intercept(new ClientRecorder(seen))));
        seen.ShouldBe(AllKinds);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_client_interceptor_can_add_headers()
    {
        await using var server = await EchoServer.StartAsync();
        var client = new Echo.EchoClient(server.Invoker().Intercept(headers => [.. headers, new Metadata.Entry("x-added", "yes")]));
        using var call = client.SayAsync(new Note(), new Metadata { { "x-own", "kept" } }, cancellationToken: Bounded.Token);
        await call;
        (call.GetTrailers().GetValue("x-own"), call.GetTrailers().GetValue("x-added")).ShouldBe(("kept", "yes"));
    }

    private static async Task CallAllAsync(Echo.EchoClient client)
    {
        await client.SayAsync(new Note(), cancellationToken: Bounded.Token);
        using var collect = client.Collect(cancellationToken: Bounded.Token);
        await collect.RequestStream.CompleteAsync().WaitAsync(Bounded.Token);
        await collect;
        using var repeat = client.Repeat(new Note { Count = 1 }, cancellationToken: Bounded.Token);
        (await repeat.ResponseStream.ReadAllAsync(Bounded.Token).CountAsync(Bounded.Token)).ShouldBe(1);
        using var chat = client.Chat(cancellationToken: Bounded.Token);
        await chat.RequestStream.CompleteAsync().WaitAsync(Bounded.Token);
        (await chat.ResponseStream.MoveNext(Bounded.Token)).ShouldBeFalse();
    }

    private sealed class Transparent : Interceptor;

    private sealed class StateWriter : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            context.UserState["state"] = "written earlier";
            return continuation(request, context);
        }
    }

    private sealed class StateReader(List<string> seen) : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            seen.Add((string)context.UserState["state"]);
            return continuation(request, context);
        }
    }
}
