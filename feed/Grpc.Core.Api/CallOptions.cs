namespace Grpc.Core;

/// <summary>How a client makes a call.</summary>
public readonly struct CallOptions
{
    /// <summary>Creates options.</summary>
    /// <param name="headers">What goes ahead of the first message.</param>
    /// <param name="deadline">When to stop waiting, in UTC; null means never.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="writeOptions">How the requests are written.</param>
    /// <param name="propagationToken">Carries a server call's deadline and cancellation over.</param>
    /// <param name="credentials">What authenticates the call.</param>
    public CallOptions(
        Metadata? headers = null,
        DateTime? deadline = null,
        CancellationToken cancellationToken = default,
        WriteOptions? writeOptions = null,
        ContextPropagationToken? propagationToken = null,
        CallCredentials? credentials = null)
    {
        Headers = headers;
        Deadline = deadline;
        CancellationToken = cancellationToken;
        WriteOptions = writeOptions;
        PropagationToken = propagationToken;
        Credentials = credentials;
    }

    /// <summary>What goes ahead of the first message.</summary>
    public Metadata? Headers { get; private init; }

    /// <summary>When to stop waiting, in UTC; null means never.</summary>
    public DateTime? Deadline { get; private init; }

    /// <summary>Cancels the call.</summary>
    public CancellationToken CancellationToken { get; private init; }

    /// <summary>How the requests are written.</summary>
    public WriteOptions? WriteOptions { get; private init; }

    /// <summary>Carries a server call's deadline and cancellation over.</summary>
    public ContextPropagationToken? PropagationToken { get; private init; }

    /// <summary>What authenticates the call.</summary>
    public CallCredentials? Credentials { get; private init; }

    /// <summary>Whether the call waits for a channel that is out of order instead of failing at once.</summary>
    public bool IsWaitForReady { get; private init; }

    /// <summary>These options with other headers.</summary>
    /// <param name="headers">The headers.</param>
    public CallOptions WithHeaders(Metadata headers) => this with { Headers = headers };

    /// <summary>These options with another deadline.</summary>
    /// <param name="deadline">The deadline, in UTC.</param>
    public CallOptions WithDeadline(DateTime deadline) => this with { Deadline = deadline };

    /// <summary>These options with another token.</summary>
    /// <param name="cancellationToken">The token.</param>
    public CallOptions WithCancellationToken(CancellationToken cancellationToken) => this with { CancellationToken = cancellationToken };

    /// <summary>These options with other write options.</summary>
    /// <param name="writeOptions">The write options.</param>
    public CallOptions WithWriteOptions(WriteOptions writeOptions) => this with { WriteOptions = writeOptions };

    /// <summary>These options with another propagation token.</summary>
    /// <param name="propagationToken">The token.</param>
    public CallOptions WithPropagationToken(ContextPropagationToken propagationToken) => this with { PropagationToken = propagationToken };

    /// <summary>These options with other credentials.</summary>
    /// <param name="credentials">The credentials.</param>
    public CallOptions WithCredentials(CallCredentials credentials) => this with { Credentials = credentials };

    /// <summary>These options, waiting for the channel or not.</summary>
    /// <param name="waitForReady">Whether the call waits.</param>
    public CallOptions WithWaitForReady(bool waitForReady = true) => this with { IsWaitForReady = waitForReady };
}
