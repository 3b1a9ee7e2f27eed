using FactoryFlow.Gateway.Problems;

namespace FactoryFlow.Gateway.Pipeline;

/// <summary>Sees to it that nothing leaves the gateway without an explanation: bare statuses and exceptions become problem details.</summary>
internal sealed partial class ProblemPages(ILogger<ProblemPages> log)
{
    public async Task Invoke(HttpContext context, RequestDelegate next)
    {
        var status = 0;
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException refused)
        {
            status = refused.StatusCode;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            using (CallLog.Scope(log, context)) LogFailure(failure, context.TraceIdentifier);
            context.Response.Clear();
            status = StatusCodes.Status500InternalServerError;
        }

        if (context.Response.HasStarted) return;
        status = status == 0 ? context.Response.StatusCode : status;
        if (status < 400 || context.Response.ContentType is not null) return;
        if (GrpcPassThrough.IsGrpc(context.Request)) GrpcPassThrough.Refuse(context, status);
        else await ProblemWriter.Write(context, Problem.Of(status));
    }

    [LoggerMessage(LogLevel.Error, "Request {RequestId} failed in the gateway.")]
    private partial void LogFailure(Exception failure, string requestId);
}
