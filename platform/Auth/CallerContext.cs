using System.Net;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Hosting;
using FactoryFlow.Platform.Languages;
using Grpc.Core;

namespace FactoryFlow.Platform.Auth;

/// <summary>The caller of the call in hand.</summary>
public static class CallerContext
{
    private const int LongestCause = 100;

    private static readonly object Key = new();

    /// <summary>Who makes this call.</summary>
    /// <exception cref="InvalidOperationException">The RPC is anonymous: it has no caller and must not ask for one.</exception>
    public static Caller Caller(this ServerCallContext context) =>
        context.FindCaller() ?? throw new InvalidOperationException($"{context.Method} has no caller: its access is anonymous.");

    /// <summary>Who makes this call; null on an anonymous RPC.</summary>
    public static Caller? FindCaller(this ServerCallContext context) => context.FindAdmission()?.Caller;

    /// <summary>Refuses a tenant that is not the caller's own: services ask as the caller, and name the tenant to make sure that they mean the same one.</summary>
    /// <exception cref="Refusal">PERMISSION_MISSING.</exception>
    public static void RequireOwnTenant(this ServerCallContext context, Guid tenant)
    {
        if (tenant != context.Caller().TenantId) throw CommonReasons.PermissionMissing.Refuse("Nobody may ask about another tenant.");
    }

    /// <summary>
    /// The widest scope of the RPC's permission that the caller holds (<see cref="Scopes.All" />, <see cref="Scopes.Assigned" />,
    /// <see cref="Scopes.Own" /> or another text): a slice that admits narrower scopes answers no more than this one has.
    /// </summary>
    /// <exception cref="InvalidOperationException">The RPC requires no permission, so nothing says how far the caller may see.</exception>
    public static string Scope(this ServerCallContext context) =>
        context.FindAdmission()?.Scope ?? throw new InvalidOperationException($"{context.Method} requires no permission, and so has no scope.");

    /// <summary>
    /// Where the call came from; null when that is not known. The gateway in front says who asked it, and a service hands that on:
    /// services listen on loopback or a private network only.
    /// </summary>
    public static IPAddress? RemoteAddress(this ServerCallContext context)
    {
        var http = context.GetHttpContext();
        return http.Request.Headers[Headers.ForwardedFor] is [{ } forwarded] && IPAddress.TryParse(forwarded.Split(',')[^1].Trim(), out var address)
            ? address
            : http.Connection.RemoteIpAddress;
    }

    /// <summary>What brought the call about, sealed as it came (<see cref="Headers.CausedBy" />); null when nothing says so that could be it.</summary>
    public static string? CausedBy(this ServerCallContext context) =>
        context.GetHttpContext().Request.Headers[Headers.CausedBy] is [{ Length: > 0 and <= LongestCause } cause] && !cause.AsSpan().ContainsAnyExceptInRange('!', '~') ? cause : null;

    /// <summary>The language that the caller has chosen, else the one of ours that the call prefers; null when there is neither.</summary>
    public static string? SpokenLanguage(this ServerCallContext context) => context.FindCaller()?.Locale is { } chosen && Language.IsOurs(chosen)
        ? chosen
        : Language.Preferred(context.GetHttpContext().Request.Headers.AcceptLanguage.ToString());

    internal static void SetCaller(this ServerCallContext context, Caller caller, string? scope)
    {
        context.UserState[Key] = new Admission(caller, scope);
        if (context.UserState.TryGetValue(CallScope.Key, out var found) && found is CallScope log) log.TenantId = caller.TenantId;
    }

    private static Admission? FindAdmission(this ServerCallContext context) => context.UserState.TryGetValue(Key, out var found) ? found as Admission : null;

    private sealed record Admission(Caller Caller, string? Scope);
}
