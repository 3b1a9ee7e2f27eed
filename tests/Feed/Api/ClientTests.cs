using Grpc.Core;
using Grpc.Core.Interceptors;
using FactoryFlow.Feed.Tests.V1;

namespace FactoryFlow.Feed.Tests.Api;

/// <summary>Generated clients, the invokers under them and the interceptors between.</summary>
public sealed class ClientTests
{
    private static readonly Note Any = new() { Text = "any" };

    [Fact]
    public void A_client_without_a_channel_implements_nothing()
    {
        var client = new Unconnected();
        Should.Throw<NotImplementedException>(() => client.Say(Any, cancellationToken: Bounded.Token));
        Should.Throw<NotImplementedException>(() => client.SayAsync(Any, cancellationToken: Bounded.Token));
        Should.Throw<NotImplementedException>(() => client.Repeat(Any, cancellationToken: Bounded.Token));
        Should.Throw<NotImplementedException>(() => client.Collect(cancellationToken: Bounded.Token));
        Should.Throw<NotImplementedException>(() => client.Chat(cancellationToken: Bounded.Token));
    }

    [Fact]
    public void A_client_calls_the_default_host_until_it_is_given_one()
    {
        var invoker = new RecordingInvoker();
        var client = new Echo.EchoClient(invoker);
        CallAll(client);
        CallAll(client.WithHost("elsewhere"));
        invoker.Hosts.ShouldBe([null, null, null, null, null, "elsewhere", "elsewhere", "elsewhere", "elsewhere", "elsewhere"]);
        Should.Throw<ArgumentNullException>(() => client.WithHost(null!)).ParamName.ShouldBe("host");
    }

    [Fact]
    public void Interceptors_given_together_run_in_that_order()
    {
        List<string> order = [];
        var invoker = new RecordingInvoker().Intercept(new Named("a", order), new Named("b", order));
        new Echo.EchoClient(invoker).Say(Any, cancellationToken: Bounded.Token);
        order.ShouldBe(["a", "b"]);
    }

    [Fact]
    public void An_interceptor_added_later_runs_earlier()
    {
        List<string> order = [];
        var invoker = new RecordingInvoker().Intercept(new Named("a", order)).Intercept(new Named("b", order));
        new Echo.EchoClient(invoker).Say(Any, cancellationToken: Bounded.Token);
        order.ShouldBe(["b", "a"]);
    }

    [Fact]
    public void An_interceptor_that_overrides_nothing_passes_every_kind_of_call_on()
    {
        var invoker = new RecordingInvoker();
        CallAll(new Echo.EchoClient(invoker.Intercept(new Transparent())));
        invoker.Methods.ShouldBe(["Say", "Say", "Repeat", "Collect", "Chat"]);
    }

    [Fact]
    public void A_function_on_headers_replaces_those_of_every_kind_of_call()
    {
        var invoker = new RecordingInvoker();
        CallAll(new Echo.EchoClient(invoker.Intercept(headers => new Metadata { { "count", $"{headers.Count}" } })));
        invoker.Headers.Select(headers => headers?.GetValue("count")).ShouldBe(["0", "0", "0", "0", "0"]);
    }

    [Fact]
    public void A_channel_is_intercepted_like_its_invoker()
    {
        var (invoker, order) = (new RecordingInvoker(), new List<string>());
        var channel = new RecordingChannel(invoker);
        new Echo.EchoClient(channel.Intercept(new Named("one", order))).Say(Any, cancellationToken: Bounded.Token);
        new Echo.EchoClient(channel.Intercept(new Named("a", order), new Named("b", order))).Say(Any, cancellationToken: Bounded.Token);
        new Echo.EchoClient(channel.Intercept(_ => new Metadata { { "k", "v" } })).Say(Any, cancellationToken: Bounded.Token);
        order.ShouldBe(["one", "a", "b"]);
        invoker.Headers[^1]?.GetValue("k").ShouldBe("v");
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task A_channel_has_a_target_and_shuts_down()
    {
        var channel = new RecordingChannel(new RecordingInvoker());
        channel.Target.ShouldBe("nowhere");
        await channel.ShutdownAsync().WaitAsync(Bounded.Token);
    }

    [Fact]
    public void Null_is_refused_by_name()
    {
        var invoker = new RecordingInvoker();
        Should.Throw<ArgumentNullException>(() => invoker.Intercept((Interceptor)null!)).ParamName.ShouldBe("interceptor");
        Should.Throw<ArgumentNullException>(() => invoker.Intercept((Interceptor[])null!)).ParamName.ShouldBe("interceptors");
        Should.Throw<ArgumentNullException>(() => invoker.Intercept((Func<Metadata, Metadata>)null!)).ParamName.ShouldBe("interceptor");
        Should.Throw<ArgumentNullException>(() => ((CallInvoker)null!).Intercept(new Transparent())).ParamName.ShouldBe("invoker");
    }

    private static void CallAll(Echo.EchoClient client)
    {
        client.Say(Any, cancellationToken: Bounded.Token);
        client.SayAsync(Any, cancellationToken: Bounded.Token);
        client.Repeat(Any, cancellationToken: Bounded.Token);
        client.Collect(cancellationToken: Bounded.Token);
        client.Chat(cancellationToken: Bounded.Token);
    }

    private sealed class Unconnected : Echo.EchoClient;

    private sealed class Transparent : Interceptor;

    private sealed class Named(string name, List<string> order) : Interceptor
    {
        public override TResponse BlockingUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, BlockingUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            order.Add(name);
            return continuation(request, context);
        }
    }

    private sealed class RecordingChannel(CallInvoker invoker) : ChannelBase("nowhere")
    {
        public override CallInvoker CreateCallInvoker() => invoker;
    }
}
