using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace FactoryFlow.Gateway.Routes;

/// <summary>
/// A step of YARP's pipeline: where no connection could be made, nothing was sent, so another destination may safely be tried.
/// </summary>
internal static class ConnectionFailover
{
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var proxy = context.GetReverseProxyFeature();
        var request = context.Request.Body;
        while (true)
        {
            await next(context);
            if (!WasNeverSent(context) || context.RequestAborted.IsCancellationRequested || Others(proxy) is not { Count: > 0 } others)
            {
                return;
            }

            context.Features.Set<IForwarderErrorFeature>(null);
            context.Response.StatusCode = StatusCodes.Status200OK;
            context.Request.Body = request;
            proxy.AvailableDestinations = others;
            proxy.ProxiedDestination = null;
        }
    }

    private static bool WasNeverSent(HttpContext context) =>
        !context.Response.HasStarted
        && context.GetForwarderErrorFeature() is
        {
            Error: ForwarderError.Request,
            Exception: HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError },
        };

    private static List<DestinationState> Others(IReverseProxyFeature proxy) =>
        [.. proxy.AvailableDestinations.Where(destination => destination != proxy.ProxiedDestination)];
}
