using Yarp.ReverseProxy.Forwarder;

namespace FactoryFlow.Gateway.Routes;

/// <summary>
/// A step of YARP's pipeline: where no connection could be made, nothing was sent, so another destination may safely be tried.
/// </summary>
internal static class ConnectionFailover
{
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var proxy = context.GetReverseProxyFeature();
        while (true)
        {
            // Balancing leaves only the destination that it chose.
            var candidates = proxy.AvailableDestinations;
            await next(context);
            if (candidates.Count < 2 || !WasNeverSent(context) || context.RequestAborted.IsCancellationRequested)
            {
                return;
            }

            context.Features.Set<IForwarderErrorFeature>(null);
            context.Response.StatusCode = StatusCodes.Status200OK;
            proxy.AvailableDestinations = [.. candidates.Where(destination => destination != proxy.ProxiedDestination)];
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
}
