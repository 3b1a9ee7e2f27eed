namespace Grpc.Core;

/// <summary>The result of a call: a code and an optional explanation.</summary>
public readonly struct Status
{
    /// <summary>Success: <see cref="StatusCode.OK"/> and no detail.</summary>
    public static readonly Status DefaultSuccess = new(StatusCode.OK, "");

    /// <summary>Cancellation: <see cref="StatusCode.Cancelled"/> and no detail.</summary>
    public static readonly Status DefaultCancelled = new(StatusCode.Cancelled, "");

    /// <summary>Creates a status.</summary>
    /// <param name="statusCode">The code.</param>
    /// <param name="detail">The explanation that goes over the wire.</param>
    public Status(StatusCode statusCode, string detail)
        : this(statusCode, detail, null)
    {
    }

    /// <summary>Creates a status that also remembers what caused it locally.</summary>
    /// <param name="statusCode">The code.</param>
    /// <param name="detail">The explanation that goes over the wire.</param>
    /// <param name="debugException">The local cause; it never goes over the wire.</param>
    public Status(StatusCode statusCode, string detail, Exception? debugException)
    {
        StatusCode = statusCode;
        Detail = detail;
        DebugException = debugException;
    }

    /// <summary>The code; anything but <see cref="StatusCode.OK"/> is an error.</summary>
    public StatusCode StatusCode { get; }

    /// <summary>The explanation that goes over the wire.</summary>
    public string Detail { get; }

    /// <summary>What caused the error on the client, for debugging only; it never goes over the wire.</summary>
    public Exception? DebugException { get; }

    /// <summary>The status in the official notation, which also is the default message of <see cref="RpcException"/>.</summary>
    public override string ToString()
    {
        var cause = DebugException is null ? "" : $", DebugException=\"{DebugException.GetType()}: {DebugException.Message}\"";
        return $"Status(StatusCode=\"{StatusCode}\", Detail=\"{Detail}\"{cause})";
    }
}
