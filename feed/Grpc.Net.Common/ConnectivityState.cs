namespace Grpc.Core;

/// <summary>What a channel is doing.</summary>
public enum ConnectivityState
{
    /// <summary>Nothing: no call needs a connection.</summary>
    Idle,

    /// <summary>Making a connection.</summary>
    Connecting,

    /// <summary>Connected.</summary>
    Ready,

    /// <summary>Waiting after a failure before it tries again.</summary>
    TransientFailure,

    /// <summary>Closed for good.</summary>
    Shutdown,
}
