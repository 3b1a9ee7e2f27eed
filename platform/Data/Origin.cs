using System.Diagnostics;
using System.Net;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Hosting;
using Grpc.Core;

namespace FactoryFlow.Platform.Data;

/// <summary>Who and what a transaction runs for: what audit entries and published facts remember.</summary>
/// <param name="ActorId">The caller's subject; the nil UUID when the system acts by itself.</param>
/// <param name="ActorKind">PLATFORM, STAFF, CUSTOMER, VENDOR, ANONYMOUS or SYSTEM.</param>
/// <param name="RequestId">The request id; null when no request caused it.</param>
/// <param name="RemoteAddress">Where the request came from; null when unknown.</param>
/// <param name="CausedBy">What brought the request about, sealed; null when no workflow did.</param>
/// <param name="TraceParent">The W3C trace context that consequences continue; null when nothing is traced.</param>
internal sealed record Origin(Guid ActorId, string ActorKind, string? RequestId, IPAddress? RemoteAddress, string? CausedBy, string? TraceParent)
{
    /// <summary>Work that no call caused.</summary>
    public static Origin System() => new(Guid.Empty, "SYSTEM", null, null, null, Activity.Current?.Id);

    /// <summary>Work that a call caused.</summary>
    public static Origin Of(ServerCallContext context)
    {
        var http = context.GetHttpContext();
        var caller = context.FindCaller();
        return new Origin(
            caller?.Subject ?? Guid.Empty,
            caller is null ? "ANONYMOUS" : EnumText.Of(caller.Kind),
            http.Request.Headers[Headers.RequestId] is [{ Length: <= 64 } id] ? id : null,
            context.RemoteAddress(),
            context.CausedBy(),
            Activity.Current?.Id);
    }
}
