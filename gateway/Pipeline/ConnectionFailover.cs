using Yarp.ReverseProxy.Forwarder;

namespace FactoryFlow.Gateway.Pipeline;

/// <summary>
/// A step of YARP's pipeline: failures are written down, and where no connection could be made, nothing was sent, so another destination may safely be tried.
/// </summary>
internal sealed partial class ConnectionFailover(ILogger<ConnectionFailover> log)
{
    public async Task Invoke(HttpContext context, RequestDelegate next)
    {
        var proxy = context.GetReverseProxyFeature();
        while (true)
        {
            // Balancing leaves only the destination that it chose.
            var candidates = proxy.AvailableDestinations;
            await next(context);
            if (context.GetForwarderErrorFeature() is not { } failure || context.RequestAborted.IsCancellationRequested) return;
            using (CallLog.Scope(log, context)) LogFailure(context.Request.Path, failure.Error, failure.Exception?.GetBaseException().Message);
            if (candidates.Count < 2 || !WasNeverSent(context, failure)) return;
            context.Features.Set<IForwarderErrorFeature>(null);
            context.Response.StatusCode = StatusCodes.Status200OK;
            proxy.AvailableDestinations = [.. candidates.Where(destination => destination != proxy.ProxiedDestination)];
            proxy.ProxiedDestination = null;
        }
    }

    private static bool WasNeverSent(HttpContext context, IForwarderErrorFeature failure) =>
        !context.Response.HasStarted
        && failure is
        {
            Error: ForwarderError.Request,
            Exception: HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError },
        };

    // In the place of YARP's own line, which carries a stack trace and is also written for every client that goes away.
    [LoggerMessage(LogLevel.Warning, "{Call} was not answered: {Error}, {Cause}")]
    private partial void LogFailure(string call, ForwarderError error, string? cause);
}
