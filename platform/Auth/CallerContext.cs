using Grpc.Core;

namespace FactoryFlow.Platform.Auth;

/// <summary>The caller of the call in hand.</summary>
public static class CallerContext
{
    private static readonly object Key = new();

    /// <summary>Who makes this call.</summary>
    /// <exception cref="InvalidOperationException">The RPC is anonymous: it has no caller and must not ask for one.</exception>
    public static Caller Caller(this ServerCallContext context) =>
        context.FindCaller() ?? throw new InvalidOperationException($"{context.Method} has no caller: its access is anonymous.");

    /// <summary>Who makes this call; null on an anonymous RPC.</summary>
    public static Caller? FindCaller(this ServerCallContext context) => context.UserState.TryGetValue(Key, out var caller) ? caller as Caller : null;

    internal static void SetCaller(this ServerCallContext context, Caller caller) => context.UserState[Key] = caller;
}
