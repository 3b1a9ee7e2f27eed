using FactoryFlow.Gateway.Admission;
using FactoryFlow.Gateway.Api;
using FactoryFlow.Gateway.RateLimits;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Gateway.Pipeline;

/// <summary>
/// A step of YARP's pipeline, behind those that read the request: a client that is slow to send holds no place at the service. Streams and
/// downloads hold none either, as they last as long as their clients like.
/// </summary>
internal sealed class PlaceStep(Places places, PlaceMetrics metrics, GatewaySettings settings)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    public async Task Invoke(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()!.Metadata.GetRequiredMetadata<RouteRule>().IsStream)
        {
            await next(context);
            return;
        }

        var proxy = context.GetReverseProxyFeature();
        var service = proxy.Cluster.Config.ClusterId;
        var whose = context.Features.Get<AdmittedCaller>() is { } caller ? Whose.OfTenant(caller.TenantId) : Whose.OfAddress(context.Connection.RemoteIpAddress, proxy.Route.Config.RouteId);
        using var place = await places.Take(service, proxy.AllDestinations.Count, whose, context.RequestAborted);
        if (place is null) TurnAway(context, service);
        else if (context.Features.Get<GrpcCall>() is not null) await next(context);
        else await PassInTime(context, next);
    }

    // What is passed on as gRPC is read while it holds its place: whoever is slow to send it loses that again.
    private async Task PassInTime(HttpContext context, RequestDelegate next)
    {
        var aborted = context.RequestAborted;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        limit.CancelAfter(settings.Deadline + GatewaySettings.DeadlineGrace);
        context.RequestAborted = limit.Token;
        try
        {
            await next(context);
        }
        finally
        {
            context.RequestAborted = aborted;
        }
    }

    private void TurnAway(HttpContext context, string service)
    {
        metrics.TurnedAway(service);
        var refusal = CommonReasons.Unavailable.Refuse("Too many calls are under way; try again.", Soon);
        if (context.Features.Get<GrpcCall>() is { } call) call.Refusal = refusal;
        else GrpcPassThrough.Refuse(context, refusal);
    }
}
