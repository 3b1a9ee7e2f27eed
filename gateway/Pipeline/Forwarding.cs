using System.Diagnostics;
using FactoryFlow.Gateway.Api;
using FactoryFlow.Platform.Hosting;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace FactoryFlow.Gateway.Pipeline;

/// <summary>
/// What crosses the gateway. A list of what may, instead of one of what may not: a header that services trust, such as
/// <c>x-forwarded-for</c>, cannot be forged, and one that is invented later cannot either.
/// </summary>
internal static class Forwarding
{
    // What brought a call about is sealed: whoever cannot seal it has said nothing.
    private static readonly string[] FromEverybody =
        [HeaderNames.Authorization, Headers.IdempotencyKey, HeaderNames.UserAgent, HeaderNames.AcceptLanguage, Headers.LastEventId, Headers.CausedBy];

    private static readonly string[] FromGrpcClients = [.. FromEverybody, HeaderNames.GrpcTimeout, HeaderNames.GrpcEncoding, HeaderNames.GrpcAcceptEncoding];

    public static void AddTransforms(TransformBuilderContext builder, RouteTable routes, GatewaySettings settings)
    {
        builder.CopyRequestHeaders = false;
        builder.UseDefaultForwarders = false;
        if (routes.BindingOf(builder.Route) is not { } binding)
        {
            builder.AddRequestTransform(context => Forward(context, FromGrpcClients, context.HttpContext.Request.ContentType!, timeout: null));
            return;
        }

        // How long a download takes is up to its client; of the others the time that they waited here is over.
        builder.AddRequestTransform(context => Forward(context, FromEverybody, "application/grpc", binding.IsDownload ? null : Left(context.HttpContext, settings.Deadline)));
        builder.CopyResponseHeaders = false;
        builder.CopyResponseTrailers = false;
        builder.AddResponseTransform(TakeAnswer);
    }

    private static ValueTask Forward(RequestTransformContext context, string[] names, string contentType, string? timeout)
    {
        var http = context.HttpContext;
        var headers = context.ProxyRequest.Headers;
        foreach (var name in names)
            if (http.Request.Headers.TryGetValue(name, out var values)) headers.TryAddWithoutValidation(name, values.ToString());
        // With a span of the gateway's own, HttpClient sends that one as the parent.
        if (Activity.Current is null && http.Request.Headers.TraceParent is [{ } parent])
            headers.TryAddWithoutValidation(HeaderNames.TraceParent, parent);
        headers.TryAddWithoutValidation(HeaderNames.TE, "trailers");
        headers.TryAddWithoutValidation(Headers.RequestId, http.TraceIdentifier);
        headers.TryAddWithoutValidation(Headers.ForwardedFor, AddressOf(http.Connection));
        if (timeout is not null) headers.TryAddWithoutValidation(HeaderNames.GrpcTimeout, timeout);
        context.ProxyRequest.Content!.Headers.TryAddWithoutValidation(HeaderNames.ContentType, contentType);
        return ValueTask.CompletedTask;
    }

    private static string Left(HttpContext context, TimeSpan deadline)
    {
        var left = deadline - (context.Features.Get<GrpcCall>()?.Age ?? TimeSpan.Zero);
        return FormattableString.Invariant($"{Math.Max(1, (long)left.TotalMilliseconds)}m");
    }

    private static string? AddressOf(ConnectionInfo connection) => connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped
        ? mapped.MapToIPv4().ToString()
        : connection.RemoteIpAddress?.ToString();

    // The answer is read here, where trailers are at hand, instead of being copied to a response that would have to be undone.
    private static async ValueTask TakeAnswer(ResponseTransformContext context)
    {
        if (context.ProxyResponse is not null && context.HttpContext.Features.Get<GrpcCall>() is { } call)
        {
            context.SuppressResponseBody = true;
            try
            {
                await call.Read(context.ProxyResponse, context.CancellationToken);
            }
            catch (Exception) when (context.HttpContext.Response.HasStarted)
            {
                // Nothing can be said any more, also not by YARP: the call has no status, and so its answer is left without an end.
            }
        }
    }
}
