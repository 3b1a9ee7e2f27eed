using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace FactoryFlow.Platform.Hosting;

/// <summary>
/// Says of each gRPC call that is measured how it ended: to HTTP all of them are 200, and an operator who counts by that sees no failure.
/// </summary>
public static class GrpcStatusTags
{
    /// <summary>What OpenTelemetry calls it.</summary>
    public const string Name = "rpc.grpc.status_code";

    /// <summary>Adds the tag to <c>http.server.request.duration</c>; put it first in the pipeline.</summary>
    public static void UseGrpcStatusTags(this WebApplication app) => app.Use(async (http, next) =>
    {
        // Absent where nobody measures.
        var tags = http.Features.Get<IHttpMetricsTagsFeature>();
        if (tags is null || http.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) != true)
        {
            await next(http);
            return;
        }

        await next(http);
        if (StatusOf(http) is { } status) tags.Tags.Add(new(Name, status));
    });

    // Of a call that was refused without a message it stands among the headers.
    private static int? StatusOf(HttpContext http)
    {
        var trailers = http.Features.Get<IHttpResponseTrailersFeature>()?.Trailers;
        if (trailers is null || !trailers.TryGetValue(HeaderNames.GrpcStatus, out var text)) text = http.Response.Headers[HeaderNames.GrpcStatus];
        return int.TryParse(text, out var status) ? status : null;
    }
}
