using FactoryFlow.Platform.Hosting;
using Grpc.Core;

namespace FactoryFlow.Platform.Auth;

/// <summary>
/// What a call that we serve hands on to the calls it causes: on whose behalf, for which request, from where, brought about by what, until when.
/// A copy, so that work which outlives the call does not look into a context that was given back.
/// </summary>
internal sealed record CallOrigin(string? Authorization, string? RequestId, string? RemoteAddress, string? CausedBy, DateTime Deadline, CancellationToken Cancellation)
{
    public const string AuthorizationHeader = "authorization";

    private static readonly AsyncLocal<CallOrigin?> Ambient = new();

    /// <summary>The call that the running code serves; null in background work.</summary>
    public static CallOrigin? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    public static CallOrigin Of(ServerCallContext context)
    {
        var headers = context.GetHttpContext().Request.Headers;
        return new CallOrigin(headers.Authorization, headers[Headers.RequestId], context.RemoteAddress()?.ToString(), context.CausedBy(), context.Deadline, context.CancellationToken);
    }
}
