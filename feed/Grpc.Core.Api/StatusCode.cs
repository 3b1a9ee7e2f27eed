namespace Grpc.Core;

/// <summary>The result of a call, as gRPC numbers it on the wire.</summary>
public enum StatusCode
{
    /// <summary>Success.</summary>
    OK = 0,

    /// <summary>The call was cancelled, usually by the caller.</summary>
    Cancelled = 1,

    /// <summary>An error without a better code, for instance one raised in another address space.</summary>
    Unknown = 2,

    /// <summary>The request is wrong whatever the state of the system.</summary>
    InvalidArgument = 3,

    /// <summary>The deadline passed before the call finished; the work may still have been done.</summary>
    DeadlineExceeded = 4,

    /// <summary>What the request names does not exist.</summary>
    NotFound = 5,

    /// <summary>What the request wants to create exists already.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known and may not do this.</summary>
    PermissionDenied = 7,

    /// <summary>A quota or another resource is used up.</summary>
    ResourceExhausted = 8,

    /// <summary>The system is not in the state that the call needs; retrying alone will not help.</summary>
    FailedPrecondition = 9,

    /// <summary>The call lost against a concurrent one; retry at a higher level.</summary>
    Aborted = 10,

    /// <summary>The call went past the valid range; valid in another state of the system.</summary>
    OutOfRange = 11,

    /// <summary>The server does not have this method, or does not support it.</summary>
    Unimplemented = 12,

    /// <summary>Something that must hold did not.</summary>
    Internal = 13,

    /// <summary>The service cannot be reached for the moment; retry with a backoff.</summary>
    Unavailable = 14,

    /// <summary>Data is lost or corrupted for good.</summary>
    DataLoss = 15,

    /// <summary>The caller did not prove who it is.</summary>
    Unauthenticated = 16,
}
