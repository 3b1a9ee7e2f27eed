using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FactoryFlow.Feed.Tests.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace FactoryFlow.Feed.Tests.Calls;

/// <summary>Credentials for calls and channels do what they say, with and without TLS.</summary>
public sealed class CredentialsOverTheWireTests
{
    private static readonly Note Any = new() { Text = "any" };

    private static readonly CallCredentials Bearer = Header("authorization", "Bearer token");

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Call_credentials_add_their_headers_to_a_secure_call()
    {
        using var certificate = SelfSigned();
        await using var server = await EchoServer.StartAsync(certificate: certificate);
        await server.Client(Trusting(certificate)).SayAsync(Any, new CallOptions(credentials: Bearer, cancellationToken: Bounded.Token));
        server.Observed.Authorization.ShouldBe("Bearer token");
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Channel_credentials_add_their_headers_to_every_call()
    {
        using var certificate = SelfSigned();
        await using var server = await EchoServer.StartAsync(certificate: certificate);
        var credentials = ChannelCredentials.Create(ChannelCredentials.SecureSsl, Bearer);
        await server.Client(Trusting(certificate) + (options => options.Credentials = credentials)).SayAsync(Any, cancellationToken: Bounded.Token);
        server.Observed.Authorization.ShouldBe("Bearer token");
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Composed_call_credentials_add_all_their_headers()
    {
        await using var server = await EchoServer.StartAsync();
        var both = CallCredentials.Compose(Bearer, Header("x-second", "too"));
        using var call = server.Client(InTheClear).SayAsync(Any, new CallOptions(credentials: both, cancellationToken: Bounded.Token));
        await call;
        (server.Observed.Authorization, call.GetTrailers().GetValue("x-second")).ShouldBe(("Bearer token", "too"));
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Call_credentials_do_not_travel_in_the_clear_unless_asked_to()
    {
        await using var server = await EchoServer.StartAsync();
        await server.Client().SayAsync(Any, new CallOptions(credentials: Bearer, cancellationToken: Bounded.Token));
        server.Observed.Authorization.ShouldBeNull();
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task An_interceptor_learns_which_service_and_method_it_authenticates()
    {
        await using var server = await EchoServer.StartAsync();
        AuthInterceptorContext? seen = null;
        var credentials = CallCredentials.FromInterceptor((context, _) => Task.FromResult(seen = context));
        await server.Client(InTheClear).SayAsync(Any, new CallOptions(credentials: credentials, cancellationToken: Bounded.Token));
        (seen?.ServiceUrl, seen?.MethodName).ShouldBe(($"{server.Address}/factoryflow.feed.tests.v1.Echo", "Say"));
    }

    [Fact]
    public void A_channel_refuses_certificates_that_only_the_retired_implementation_took()
    {
        var options = new GrpcChannelOptions { Credentials = new SslCredentials("roots") };
        Should.Throw<InvalidOperationException>(() => GrpcChannel.ForAddress("https://127.0.0.1:1", options))
            .Message.ShouldContain("SslCredentials with non-null arguments");
    }

    [Fact]
    public void A_channel_refuses_an_address_that_contradicts_its_credentials()
    {
        var options = new GrpcChannelOptions { Credentials = ChannelCredentials.Insecure };
        Should.Throw<InvalidOperationException>(() => GrpcChannel.ForAddress("https://127.0.0.1:1", options));
    }

    private static CallCredentials Header(string key, string value) => CallCredentials.FromInterceptor((_, metadata) =>
    {
        metadata.Add(key, value);
        return Task.CompletedTask;
    });

    private static void InTheClear(GrpcChannelOptions options) => options.UnsafeUseInsecureChannelCallCredentials = true;

    private static Action<GrpcChannelOptions> Trusting(X509Certificate2 certificate) => options =>
    {
        options.DisposeHttpClient = true;
        options.HttpHandler = new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, presented, _, _) => certificate.Equals(presented) },
        };
    };

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
