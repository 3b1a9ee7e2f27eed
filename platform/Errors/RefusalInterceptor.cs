using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Hosting;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace FactoryFlow.Platform.Errors;

/// <summary>
/// Turns what a slice throws into one answer: google.rpc.Status with exactly one ErrorInfo and the fields at fault.
/// What nobody foresaw becomes INTERNAL without a word of what went wrong, and is logged in full; each log line of a call says whose it is.
/// </summary>
internal sealed class RefusalInterceptor(ILogger<RefusalInterceptor> log) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        using var scope = Scope(context);
        try
        {
            return await continuation(request, context);
        }
        catch (Exception e)
        {
            throw Answer(e, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        using var scope = Scope(context);
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception e)
        {
            throw Answer(e, context);
        }
    }

    // Outermost, so that what is logged of a call that failed says whose it was.
    private IDisposable? Scope(ServerCallContext context)
    {
        var scope = new CallScope(context.GetHttpContext().Request.Headers[Headers.RequestId] is [{ Length: <= 64 } id] ? id : null);
        context.UserState[CallScope.Key] = scope;
        return log.BeginScope(scope);
    }

    private RpcException Answer(Exception e, ServerCallContext context)
    {
        switch (e)
        {
            case Refusal refusal:
                return ToRpc(refusal);
            case RpcException { StatusCode: not (StatusCode.Unknown or StatusCode.Internal) } rpc when rpc.Trailers.Get("grpc-status-details-bin") is { } details:
                // Another service refused on our behalf: its answer is the caller's answer.
                return new RpcException(rpc.Status, new Metadata { details });
            case OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled } when context.CancellationToken.IsCancellationRequested:
                return new RpcException(new Grpc.Core.Status(StatusCode.Cancelled, "The caller went away."));
            case RpcException { StatusCode: StatusCode.Unavailable or StatusCode.DeadlineExceeded }:
            case NpgsqlException npgsql when Outage.Explains(npgsql):
            case PostgresException { SqlState: PostgresErrorCodes.QueryCanceled }:
                log.LogWarning(e, "{Method} could not be served just now", context.Method);
                return ToRpc(CommonReasons.Unavailable.Refuse("A part that this call needs cannot be reached just now. Retry with the same Idempotency-Key."));
            case PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.ExclusionViolation }:
                // Somebody else's change stood in the way, though no reason of the service says which.
                log.LogWarning(e, "{Method} broke a rule that no reason names", context.Method);
                return ToRpc(CommonReasons.Conflict.Refuse("The call conflicts with what is stored. Read it again and retry."));
            default:
                log.LogError(e, "{Method} failed", context.Method);
                return ToRpc(CommonReasons.Internal.Refuse("Something failed on our side. Quote the request id when you report it."));
        }
    }

    /// <summary>The refusal as gRPC carries it.</summary>
    internal static RpcException ToRpc(Refusal refusal) =>
        new(new Grpc.Core.Status(refusal.Reason.Status, Room.Text(refusal.Message)), new Metadata { { "grpc-status-details-bin", refusal.ToStatus().ToByteArray() } });
}
