using Grpc.Core;

namespace FactoryFlow.Feed.Tests.Api;

/// <summary>A server's call context is whatever its implementation says, under public names.</summary>
public sealed class ServerCallContextTests
{
    private readonly Context _context = new();

    [Fact]
    public void Every_property_comes_from_its_core()
    {
        ServerCallContext context = _context;
        (context.Method, context.Host, context.Peer, context.Deadline).ShouldBe(("/s/m", "host", "peer", DateTime.MaxValue));
        context.RequestHeaders.ShouldBeSameAs(_context.Headers);
        context.ResponseTrailers.ShouldBeSameAs(_context.Trailers);
        context.CancellationToken.ShouldBe(Bounded.Token);
        context.AuthContext.IsPeerAuthenticated.ShouldBeFalse();
    }

    [Fact]
    public void Status_and_write_options_can_be_set()
    {
        ServerCallContext context = _context;
        (context.Status, context.WriteOptions) = (Status.DefaultCancelled, WriteOptions.Default);
        (context.Status, context.WriteOptions).ShouldBe((Status.DefaultCancelled, WriteOptions.Default));
    }

    [Fact]
    public void User_state_is_kept_for_the_whole_call()
    {
        _context.UserState["k"] = this;
        _context.UserState["k"].ShouldBeSameAs(this);
    }

    [Fact(Timeout = Bounded.Milliseconds)]
    public async Task Headers_and_propagation_are_handed_on()
    {
        var options = new ContextPropagationOptions(propagateDeadline: false);
        await _context.WriteResponseHeadersAsync(_context.Headers).WaitAsync(Bounded.Token);
        Should.Throw<NotSupportedException>(() => _context.CreatePropagationToken(options));
        (_context.Wrote, _context.Propagated).ShouldBe((_context.Headers, options));
        (options.IsPropagateDeadline, options.IsPropagateCancellation).ShouldBe((false, true));
    }

    private sealed class Context : ServerCallContext
    {
        public Metadata Headers { get; } = [];

        public Metadata Trailers { get; } = [];

        public Metadata? Wrote { get; private set; }

        public ContextPropagationOptions? Propagated { get; private set; }

        protected override string MethodCore => "/s/m";

        protected override string HostCore => "host";

        protected override string PeerCore => "peer";

        protected override DateTime DeadlineCore => DateTime.MaxValue;

        protected override Metadata RequestHeadersCore => Headers;

        protected override CancellationToken CancellationTokenCore => Bounded.Token;

        protected override Metadata ResponseTrailersCore => Trailers;

        protected override Status StatusCore { get; set; }

        protected override WriteOptions? WriteOptionsCore { get; set; }

        protected override AuthContext AuthContextCore { get; } = new(null, []);

        protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
        {
            Wrote = responseHeaders;
            return Task.CompletedTask;
        }

        protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options)
        {
            Propagated = options;
            throw new NotSupportedException();
        }
    }
}
