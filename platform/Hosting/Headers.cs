namespace FactoryFlow.Platform.Hosting;

/// <summary>The headers and trailers that the gateway and the services agree on. In lower case, as HTTP/2 and gRPC's metadata have them.</summary>
public static class Headers
{
    /// <summary>Makes a call that is sent again count once.</summary>
    public const string IdempotencyKey = "idempotency-key";

    /// <summary>On an answer that was given before to the same idempotency key.</summary>
    public const string IdempotencyReplayed = "idempotency-replayed";

    /// <summary>The last event that the client of an earlier stream of server-sent events got.</summary>
    public const string LastEventId = "last-event-id";

    /// <summary>What logs, services and answers call a request by.</summary>
    public const string RequestId = "x-request-id";

    /// <summary>
    /// Which chain of workflows a call is part of: sealed by the workflow service, which alone can read it, and handed on unread with whatever
    /// the call brings about. Whoever else makes one up has said nothing.
    /// </summary>
    public const string CausedBy = "x-caused-by";

    /// <summary>Where a request came from, as the gateway in front saw it.</summary>
    public const string ForwardedFor = "x-forwarded-for";
}
