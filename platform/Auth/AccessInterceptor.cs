using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Hosting;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FactoryFlow.Platform.Auth;

/// <summary>
/// Stands before every RPC: verifies the token, then asks the RPC's rule for the kind of caller, the permission and the
/// idempotency key, in that order. What passes finds its caller in <see cref="CallerContext" />.
/// </summary>
public sealed partial class AccessInterceptor(RpcAccess access, BearerTokens tokens, ILogger<AccessInterceptor> log) : Interceptor
{
    private const int LongestIdempotencyKey = 255;

    /// <inheritdoc />
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        await Admit(context);
        CallOrigin.Current = CallOrigin.Of(context);
        return await continuation(request, context);
    }

    /// <inheritdoc />
    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await Admit(context);
        CallOrigin.Current = CallOrigin.Of(context);
        await continuation(request, responseStream, context);
    }

    /// <inheritdoc />
    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await Admit(context);
        CallOrigin.Current = CallOrigin.Of(context);
        return await continuation(requestStream, context);
    }

    /// <inheritdoc />
    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await Admit(context);
        CallOrigin.Current = CallOrigin.Of(context);
        await continuation(requestStream, responseStream, context);
    }

    private async ValueTask Admit(ServerCallContext context)
    {
        // Start-up refuses an RPC without a rule; should one slip through, nobody may call it.
        var rule = access.Find(context.Method) ?? throw CommonReasons.CallerKindRefused.Refuse($"{context.Method} does not say who may call it.");
        var headers = context.GetHttpContext().Request.Headers;
        if (!rule.IsAnonymous)
        {
            var verdict = await tokens.Verify(headers.Authorization);
            if (!verdict.IsValid)
            {
                LogRefused(context.Method, verdict.Finding);
                throw verdict.ToRefusal();
            }

            context.SetCaller(verdict.Caller, Demand(rule, verdict.Caller));
        }

        if (rule.IdempotencyKey is not IdempotencyKey.Unspecified) DemandIdempotencyKey(rule, headers);
    }

    // Answers the widest scope that the caller holds; null where the RPC requires no permission.
    private static string? Demand(RpcRule rule, Caller caller)
    {
        if (!rule.Admits(caller.Kind))
            throw CommonReasons.CallerKindRefused.Refuse($"This call is not for callers of the kind {TokenFormat.NameOf(caller.Kind)}.");
        if (rule.Permissions.IsEmpty) return null;
        foreach (ref readonly var permission in rule.Permissions.AsSpan())
            if (caller.Holds(permission))
                return permission.Scope;
        throw CommonReasons.PermissionMissing.Refuse($"This call requires the permission {string.Join(" or ", rule.Permissions)}, which you do not hold.");
    }

    private static void DemandIdempotencyKey(RpcRule rule, IHeaderDictionary headers)
    {
        var keys = headers[Headers.IdempotencyKey];
        if (keys.Count == 0)
        {
            if (rule.IdempotencyKey is IdempotencyKey.Required)
                throw CommonReasons.IdempotencyKeyRequired.Refuse("This call records money or work: send an Idempotency-Key so that a repeated call counts once.");
            return;
        }

        if (keys.Count > 1 || !IsIdempotencyKey(keys[0]))
            throw CommonReasons.IdempotencyKeyInvalid.Refuse("Send one Idempotency-Key of 1 to 255 visible ASCII characters.");
    }

    private static bool IsIdempotencyKey(string? key)
    {
        if (key is not { Length: >= 1 and <= LongestIdempotencyKey }) return false;
        foreach (var c in key)
            if (c is < '!' or > '~')
                return false;
        return true;
    }

    [LoggerMessage(LogLevel.Debug, "{Method} refused the token: {Finding}")]
    private partial void LogRefused(string method, string? finding);
}
