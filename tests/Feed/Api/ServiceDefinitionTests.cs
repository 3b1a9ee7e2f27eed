using Grpc.Core;

namespace FactoryFlow.Feed.Tests.Api;

/// <summary>Methods, and services as sets of methods.</summary>
public sealed class ServiceDefinitionTests
{
    private static readonly UnaryServerMethod<string, string> Unary = (_, _) => Task.FromResult("");
    private static readonly ClientStreamingServerMethod<string, string> ClientStreaming = (_, _) => Task.FromResult("");
    private static readonly ServerStreamingServerMethod<string, string> ServerStreaming = (_, _, _) => Task.CompletedTask;
    private static readonly DuplexStreamingServerMethod<string, string> Duplex = (_, _, _) => Task.CompletedTask;

    [Fact]
    public void A_method_is_addressed_by_service_and_name()
    {
        var method = Describe.Method(MethodType.DuplexStreaming, "Do");
        (method.FullName, method.ServiceName, method.Name, method.Type).ShouldBe(("/pkg.S/Do", "pkg.S", "Do", MethodType.DuplexStreaming));
    }

    [Fact]
    public void A_method_refuses_null_by_name()
    {
        var text = Marshallers.StringMarshaller;
        Should.Throw<ArgumentNullException>(() => new Method<string, string>(default, null!, "m", text, text)).ParamName.ShouldBe("serviceName");
        Should.Throw<ArgumentNullException>(() => new Method<string, string>(default, "s", null!, text, text)).ParamName.ShouldBe("name");
        Should.Throw<ArgumentNullException>(() => new Method<string, string>(default, "s", "m", null!, text)).ParamName.ShouldBe("requestMarshaller");
        Should.Throw<ArgumentNullException>(() => new Method<string, string>(default, "s", "m", text, null!)).ParamName.ShouldBe("responseMarshaller");
    }

    [Fact]
    public void A_definition_gives_its_methods_to_a_binder_in_order_and_by_kind()
    {
        var binder = new Binder();
        ServerServiceDefinition.CreateBuilder()
            .AddMethod(Describe.Method(MethodType.Unary, "U"), Unary)
            .AddMethod(Describe.Method(MethodType.ClientStreaming, "C"), ClientStreaming)
            .AddMethod(Describe.Method(MethodType.ServerStreaming, "S"), ServerStreaming)
            .AddMethod(Describe.Method(MethodType.DuplexStreaming, "D"), Duplex)
            .Build().BindService(binder);
        binder.Bound.ShouldBe(["unary U", "client streaming C", "server streaming S", "duplex D"]);
    }

    [Fact]
    public void A_method_cannot_be_defined_twice()
    {
        var builder = ServerServiceDefinition.CreateBuilder().AddMethod(Describe.Method(MethodType.Unary), Unary);
        Should.Throw<ArgumentException>(() => builder.AddMethod(Describe.Method(MethodType.Unary), Unary));
    }

    [Fact]
    public void A_bare_binder_implements_nothing()
    {
        var bare = new ServiceBinderBase();
        Should.Throw<NotImplementedException>(() => bare.AddMethod(Describe.Method(MethodType.Unary), (UnaryServerMethod<string, string>?)null));
        Should.Throw<NotImplementedException>(() => bare.AddMethod(Describe.Method(MethodType.Unary), (ClientStreamingServerMethod<string, string>?)null));
        Should.Throw<NotImplementedException>(() => bare.AddMethod(Describe.Method(MethodType.Unary), (ServerStreamingServerMethod<string, string>?)null));
        Should.Throw<NotImplementedException>(() => bare.AddMethod(Describe.Method(MethodType.Unary), (DuplexStreamingServerMethod<string, string>?)null));
    }

    private sealed class Binder : ServiceBinderBase
    {
        public List<string> Bound { get; } = [];

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) =>
            Bound.Add($"unary {method.Name}");

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler) =>
            Bound.Add($"client streaming {method.Name}");

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) =>
            Bound.Add($"server streaming {method.Name}");

        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) =>
            Bound.Add($"duplex {method.Name}");
    }
}
