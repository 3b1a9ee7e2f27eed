using FactoryFlow.Gateway.Routes;
using Grpc.Core;

namespace FactoryFlow.Gateway.Problems;

/// <summary>Sees to it that nothing leaves the gateway without an explanation: bare statuses and exceptions become problem details.</summary>
internal sealed partial class ProblemPages(ILogger<ProblemPages> logger)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
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
            LogFailure(failure, context.TraceIdentifier);
            context.Response.Clear();
            status = StatusCodes.Status500InternalServerError;
        }

        if (context.Response.HasStarted)
        {
            return;
        }

        status = status == 0 ? context.Response.StatusCode : status;
        if (status < 400 || context.Response.ContentType is not null)
        {
            return;
        }

        if (GrpcPassThrough.IsGrpc(context.Request))
        {
            GrpcPassThrough.Refuse(context, status < 500 ? StatusCode.Unimplemented : StatusCode.Internal, status < 500 ? "There is no such call." : "Something went wrong on our side.");
            return;
        }

        await ProblemWriter.WriteAsync(context, Problem.Of(status));
    }

    [LoggerMessage(LogLevel.Error, "Request {RequestId} failed in the gateway.")]
    private partial void LogFailure(Exception failure, string requestId);
}
