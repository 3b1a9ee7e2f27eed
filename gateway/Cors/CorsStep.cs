using FactoryFlow.Gateway.Directory;
using FactoryFlow.Gateway.Pipeline;
using FactoryFlow.Gateway.Problems;
using Microsoft.Net.Http.Headers;

namespace FactoryFlow.Gateway.Cors;

/// <summary>
/// Which pages may call and read answers. Before a caller is known, those of any tenant's origins; the front door then narrows it to
/// the caller's own. Never <c>*</c>, and never the origin <c>null</c>, which any sandboxed frame has.
/// </summary>
internal sealed class CorsStep(AccessDirectory directory)
{
    private const string Methods = "GET, HEAD, POST, PUT, PATCH, DELETE";

    private const string RequestHeaders =
        "Authorization, Content-Type, Accept-Language, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID, X-CSRF-Token, X-Session-Mode, X-Tenant-ID, X-Request-Id, traceparent";

    // An origin that is taken away must be without effect within a minute; a browser asks again after this.
    private const string MaxAge = "50";

    public Task Invoke(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (request.Headers.Origin is not [{ Length: > 0 } origin])
        {
            if (!GrpcPassThrough.IsGrpc(request)) context.Response.Headers.Vary = HeaderNames.Origin;
            return next(context);
        }

        var isKnown = directory.IsOrigin(origin);
        AnswerHeaders.Of(context).Allow(isKnown ? origin : null);
        if (!HttpMethods.IsOptions(request.Method) || request.Headers.AccessControlRequestMethod.Count == 0) return next(context);
        return isKnown ? AnswerPreflight(context.Response) : ProblemWriter.Write(context, Problem.Of(Reasons.OriginRefused)).AsTask();
    }

    private static Task AnswerPreflight(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status204NoContent;
        response.Headers.AccessControlAllowMethods = Methods;
        response.Headers.AccessControlAllowHeaders = RequestHeaders;
        response.Headers.AccessControlMaxAge = MaxAge;
        return Task.CompletedTask;
    }
}
