namespace Grpc.Core;

/// <summary>Thrown when a call fails; on a server, thrown by a method to fail its call with a chosen status.</summary>
public class RpcException : Exception
{
    /// <summary>Creates the exception with the status as its message.</summary>
    /// <param name="status">The result of the call.</param>
    public RpcException(Status status)
        : this(status, Metadata.Empty, status.ToString())
    {
    }

    /// <summary>Creates the exception with a message of its own, which stays on this side of the wire.</summary>
    /// <param name="status">The result of the call.</param>
    /// <param name="message">The exception's message.</param>
    public RpcException(Status status, string message)
        : this(status, Metadata.Empty, message)
    {
    }

    /// <summary>Creates the exception with trailers and with the status as its message.</summary>
    /// <param name="status">The result of the call.</param>
    /// <param name="trailers">The call's trailing metadata.</param>
    public RpcException(Status status, Metadata trailers)
        : this(status, trailers, status.ToString())
    {
    }

    /// <summary>Creates the exception with trailers and with a message of its own, which stays on this side of the wire.</summary>
    /// <param name="status">The result of the call.</param>
    /// <param name="trailers">The call's trailing metadata.</param>
    /// <param name="message">The exception's message.</param>
    public RpcException(Status status, Metadata trailers, string message)
        : base(message, status.DebugException)
    {
        ArgumentNullException.ThrowIfNull(trailers);
        Status = status;
        Trailers = trailers;
    }

    /// <summary>The result of the call.</summary>
    public Status Status { get; }

    /// <summary>The code of <see cref="Status"/>.</summary>
    public StatusCode StatusCode => Status.StatusCode;

    /// <summary>The call's trailing metadata.</summary>
    public Metadata Trailers { get; }
}
