using FactoryFlow.Gateway.Api;
using FactoryFlow.Gateway.Cookies;
using FactoryFlow.Gateway.Directory;
using FactoryFlow.Gateway.Languages;
using FactoryFlow.Gateway.Pipeline;
using FactoryFlow.Gateway.Problems;
using FactoryFlow.Gateway.RateLimits;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Gateway.Admission;

/// <summary>
/// The first step of YARP's pipeline, for JSON and gRPC alike: who calls, whether they are let in just now, and how often. What a
/// caller may do there is for the service to decide, which verifies the token again.
/// </summary>
internal sealed class FrontDoor(BearerTokens tokens, AccessDirectory directory, ApiKeys apiKeys, RateLimiters limiters, GatewaySettings settings)
{
    private readonly string _anonymousPolicy = RatePolicy.Of(RatePolicy.NameOf(QuotaKind.Address), settings.AnonymousRequestsPerMinute);

    public Task Invoke(HttpContext context, RequestDelegate next)
    {
        var rule = context.GetEndpoint()!.Metadata.GetRequiredMetadata<RouteRule>();
        if (rule.IsAnonymous) return Proceed(context, rule, CountAnonymous(context), next);
        var admission = Admit(context, rule);
        return admission.IsCompletedSuccessfully ? Proceed(context, rule, admission.Result, next) : Await(context, rule, admission, next);
    }

    private static async Task Await(HttpContext context, RouteRule rule, ValueTask<Refusal?> admission, RequestDelegate next) =>
        await Proceed(context, rule, await admission, next);

    private static Task Proceed(HttpContext context, RouteRule rule, Refusal? refusal, RequestDelegate next)
    {
        if (refusal is null) return next(context);
        if (rule.IsJson || !GrpcPassThrough.IsGrpc(context.Request)) return ProblemWriter.Write(context, Problem.Of(refusal)).AsTask();
        GrpcPassThrough.Refuse(context, refusal);
        return Task.CompletedTask;
    }

    // In the order of Reasons. Whatever the caller authenticates with, a service only ever sees a token.
    private async ValueTask<Refusal?> Admit(HttpContext context, RouteRule rule)
    {
        var headers = context.Request.Headers;
        SessionCookie? cookie = null;
        if (headers.Authorization.Count == 0 && rule.IsJson)
        {
            cookie = SessionCookie.Find(context);
            if (cookie is not null) headers.Authorization = cookie.Authorization;
        }
        else if (ApiKeys.IsKey(headers.Authorization))
        {
            var answer = await Exchange(context, headers.Authorization!);
            if (answer.Refusal is { } refusal) return (refusal.Reason == Reasons.ApiKeyRefused ? CountAnonymous(context) : null) ?? refusal;
            headers.Authorization = answer.Authorization;
        }

        var verdict = await tokens.Verify(headers.Authorization);
        if (!verdict.IsValid) return CountAnonymous(context) ?? verdict.ToRefusal();
        return directory.IsComplete ? Admit(context, verdict.Caller, cookie) : CommonReasons.Unavailable.Refuse("Nobody can be let in just yet; try again.", TimeSpan.FromSeconds(1));
    }

    // A key that was good has nothing to be counted, and whether another one is shows only afterwards: so that a flood of those reaches identity
    // no oftener than one of anonymous calls would, it has a quota of its own.
    private Task<Exchanged> Exchange(HttpContext context, string key)
    {
        if (apiKeys.Recall(key) is { } known) return known;
        if (_anonymousPolicy.Length > 0 && !apiKeys.WasGood(key))
        {
            var rate = limiters.Take(Quota.OfKeysFrom(context.Connection.RemoteIpAddress, settings.AnonymousRequestsPerMinute));
            if (rate.IsExhausted) return Task.FromResult(new Exchanged("", default, Tell(context, rate)));
        }

        return apiKeys.Exchange(key);
    }

    private Refusal? Admit(HttpContext context, Caller caller, SessionCookie? cookie)
    {
        CallLanguage.Remember(context, caller);
        if (AnswerHeaders.Find(context) is { AllowedOrigin: { } origin } answer && !directory.IsOriginOf(caller.TenantId, origin)) answer.Allow(null);
        if (directory.HasEnded(caller)) return Reasons.SessionEnded.Refuse("The session has ended. Sign in again.");
        if (directory.IsOutdated(caller)) return Reasons.TokenOutdated.Refuse("What you may do has changed since the access token was issued: refresh the session.");
        if (cookie is { IsVouchedFor: false } && !IsSafe(context.Request.Method)) return SessionCookie.NotVouchedFor();
        context.Features.Set(new AdmittedCaller(caller.TenantId));
        var known = directory.Find(caller.TenantId);
        if (NamedTenant.Refuse(context.Request, caller, known, settings.TenantDomain) is { } mistaken) return mistaken;
        // The platform's own people belong to no tenant, and no plan limits them.
        if (known is not { } tenant) return null;
        if (!tenant.IsActive) return Reasons.TenantSuspended.Refuse("The tenant is suspended or closed. Ask the platform's operator.");
        return Count(context, caller, tenant);
    }

    private Refusal? Count(HttpContext context, Caller caller, TenantEntry tenant)
    {
        if (tenant.RatePolicy.Length == 0) return null;
        // One person's excess is not counted against the others.
        var rate = limiters.Take(Quota.OfUser(caller.Subject, tenant.RequestsPerMinutePerUser));
        if (!rate.IsExhausted) rate = RateCount.Tighter(rate, limiters.Take(Quota.OfTenant(caller.TenantId, tenant.RequestsPerMinute)));
        AnswerHeaders.Of(context).Tell(rate, tenant.RatePolicy);
        return RefusalOf(rate);
    }

    private Refusal? CountAnonymous(HttpContext context)
    {
        if (_anonymousPolicy.Length == 0) return null;
        return Tell(context, limiters.Take(Quota.OfAddress(context.Connection.RemoteIpAddress, settings.AnonymousRequestsPerMinute)));
    }

    private Refusal? Tell(HttpContext context, in RateCount rate)
    {
        AnswerHeaders.Of(context).Tell(rate, _anonymousPolicy);
        return RefusalOf(rate);
    }

    private static Refusal? RefusalOf(in RateCount rate)
    {
        if (rate.Wait is not { } wait) return null;
        var who = rate.Quota.Kind switch
        {
            QuotaKind.Tenant => "All people of the tenant together",
            QuotaKind.User => "Each person",
            _ => "Whoever calls without a valid token from one address",
        };
        return Reasons.RateLimited.Refuse(FormattableString.Invariant($"{who} may make {rate.Quota.PerMinute} calls a minute. Wait before the next."), wait);
    }

    private static bool IsSafe(string method) => Reading.Is(method) || HttpMethods.IsOptions(method);
}
