using Grpc.Core;

namespace FactoryFlow.Feed.Tests.Api;

/// <summary>What credentials tell a transport that they are made of.</summary>
public sealed class CredentialsTests
{
    private static readonly AsyncAuthInterceptor Nothing = (_, _) => Task.CompletedTask;
    private static readonly CallCredentials One = CallCredentials.FromInterceptor(Nothing);

    [Fact]
    public void Intercepted_call_credentials_are_their_function()
    {
        var configurator = new CallConfigurator();
        One.InternalPopulateConfiguration(configurator, this);
        (configurator.State, configurator.Interceptor).ShouldBe((this, Nothing));
        Should.Throw<ArgumentNullException>(() => CallCredentials.FromInterceptor(null!)).ParamName.ShouldBe("interceptor");
    }

    [Fact]
    public void Composed_call_credentials_are_their_parts()
    {
        var configurator = new CallConfigurator();
        CallCredentials.Compose(One, One, One).InternalPopulateConfiguration(configurator, this);
        configurator.Parts.ShouldBe([One, One, One]);
        Should.Throw<ArgumentException>(() => CallCredentials.Compose(One)).Message
            .ShouldBe("Composite credentials object can only be created from 2 or more credentials.");
    }

    [Fact]
    public void Insecure_channel_credentials_say_so()
    {
        var configurator = new ChannelConfigurator();
        ChannelCredentials.Insecure.InternalPopulateConfiguration(configurator, this);
        configurator.Said.ShouldBe(("insecure", this));
    }

    [Fact]
    public void Ssl_channel_credentials_give_all_they_have()
    {
        var (configurator, pair) = (new ChannelConfigurator(), new KeyCertificatePair("chain", "key"));
        VerifyPeerCallback verify = context => context.TargetName == context.PeerPem;
        new SslCredentials("roots", pair, verify).InternalPopulateConfiguration(configurator, this);
        configurator.Said.ShouldBe(("roots", pair, verify));
        new SslCredentials("roots").InternalPopulateConfiguration(configurator, this);
        configurator.Said.ShouldBe(("roots", (KeyCertificatePair?)null, (VerifyPeerCallback?)null));
    }

    [Fact]
    public void Secure_channel_credentials_are_ssl_without_arguments()
    {
        var ssl = ChannelCredentials.SecureSsl.ShouldBeOfType<SslCredentials>();
        (ssl.RootCertificates, ssl.KeyCertificatePair).ShouldBe((null, null));
        var full = new SslCredentials("roots", new KeyCertificatePair("chain", "key"));
        (full.RootCertificates, full.KeyCertificatePair?.CertificateChain, full.KeyCertificatePair?.PrivateKey).ShouldBe(("roots", "chain", "key"));
    }

    [Fact]
    public void Call_credentials_can_be_added_to_a_secure_channel()
    {
        var configurator = new ChannelConfigurator();
        ChannelCredentials.Create(ChannelCredentials.SecureSsl, One).InternalPopulateConfiguration(configurator, this);
        configurator.Said.ShouldBe((ChannelCredentials.SecureSsl, One));
    }

    [Fact]
    public void Call_credentials_cannot_be_added_where_they_would_travel_in_the_clear() =>
        Should.Throw<ArgumentException>(() => ChannelCredentials.Create(ChannelCredentials.Insecure, One)).Message.ShouldBe(
            "CallCredentials can't be composed with InsecureCredentials. CallCredentials must be used with secure channel credentials like SslCredentials.");

    [Fact]
    public void The_context_of_an_interceptor_carries_address_method_and_token()
    {
        using var source = new CancellationTokenSource();
        var context = new AuthInterceptorContext("url", "method", source.Token);
        (context.ServiceUrl, context.MethodName, context.CancellationToken).ShouldBe(("url", "method", source.Token));
        new AuthInterceptorContext("url", "method").CancellationToken.CanBeCanceled.ShouldBeFalse();
        Should.Throw<ArgumentNullException>(() => new AuthInterceptorContext(null!, "method")).ParamName.ShouldBe("serviceUrl");
        Should.Throw<ArgumentNullException>(() => new AuthInterceptorContext("url", null!)).ParamName.ShouldBe("methodName");
    }

    [Fact]
    public void A_key_and_its_certificate_come_together()
    {
        Should.Throw<ArgumentNullException>(() => new KeyCertificatePair(null!, "key")).ParamName.ShouldBe("certificateChain");
        Should.Throw<ArgumentNullException>(() => new KeyCertificatePair("chain", null!)).ParamName.ShouldBe("privateKey");
    }

    private sealed class CallConfigurator : CallCredentialsConfiguratorBase
    {
        public object? State { get; private set; }

        public AsyncAuthInterceptor? Interceptor { get; private set; }

        public IReadOnlyList<CallCredentials> Parts { get; private set; } = [];

        public override void SetCompositeCredentials(object? state, IReadOnlyList<CallCredentials> credentials) => Parts = credentials;

        public override void SetAsyncAuthInterceptorCredentials(object? state, AsyncAuthInterceptor interceptor) =>
            (State, Interceptor) = (state, interceptor);
    }

    private sealed class ChannelConfigurator : ChannelCredentialsConfiguratorBase
    {
        public object? Said { get; private set; }

        public override void SetInsecureCredentials(object state) => Said = ("insecure", (CredentialsTests)state);

        public override void SetSslCredentials(
            object state, string? rootCertificates, KeyCertificatePair? keyCertificatePair, VerifyPeerCallback? verifyPeerCallback) =>
            Said = (rootCertificates, keyCertificatePair, verifyPeerCallback);

        public override void SetCompositeCredentials(object state, ChannelCredentials channelCredentials, CallCredentials callCredentials) =>
            Said = (channelCredentials, callCredentials);
    }
}
