using System.Globalization;
using FactoryFlow.Gateway.RateLimits;
using Microsoft.Net.Http.Headers;

namespace FactoryFlow.Gateway.Pipeline;

/// <summary>
/// What the gateway says beside an answer, whatever becomes of it. Written when the answer begins: an answer that broke off is
/// cleared, headers and all, and its problem document must say these things as well. Only calls that need it have one.
/// </summary>
internal sealed class AnswerHeaders
{
    private const string Exposed =
        "RateLimit, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, RateLimit-Policy, Retry-After, Idempotency-Replayed, X-Request-Id, traceresponse, Location, ETag, Content-Disposition";

    private readonly HttpResponse _response;
    private RateCount _rate = RateCount.Unlimited;
    private string? _ratePolicy;
    private bool _dependsOnOrigin;

    private AnswerHeaders(HttpResponse response) => _response = response;

    /// <summary>The origin whose pages may read the answer; null when none may.</summary>
    public string? AllowedOrigin { get; private set; }

    /// <summary>Those of a call, begun when there are none yet.</summary>
    public static AnswerHeaders Of(HttpContext context)
    {
        if (Find(context) is { } known) return known;
        var headers = new AnswerHeaders(context.Response);
        context.Features.Set(headers);
        context.Response.OnStarting(static state => ((AnswerHeaders)state).Write(), headers);
        return headers;
    }

    public static AnswerHeaders? Find(HttpContext context) => context.Features.Get<AnswerHeaders>();

    /// <summary>Says which origin's pages may read the answer, and that another origin may be answered differently.</summary>
    public void Allow(string? origin) => (AllowedOrigin, _dependsOnOrigin) = (origin, true);

    /// <summary>Says how much of a quota is left.</summary>
    public void Tell(in RateCount rate, string policy) => (_rate, _ratePolicy) = (rate, policy);

    private Task Write()
    {
        var headers = _response.Headers;
        if (_dependsOnOrigin) headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        if (AllowedOrigin is not null)
        {
            headers.AccessControlAllowOrigin = AllowedOrigin;
            headers.AccessControlAllowCredentials = "true";
            headers.AccessControlExposeHeaders = Exposed;
        }

        if (_ratePolicy is not null)
        {
            headers["RateLimit-Limit"] = _rate.Quota.PerMinute.ToString(CultureInfo.InvariantCulture);
            headers["RateLimit-Remaining"] = _rate.Left.ToString(CultureInfo.InvariantCulture);
            headers["RateLimit-Reset"] = _rate.SecondsToReset.ToString(CultureInfo.InvariantCulture);
            headers["RateLimit-Policy"] = _ratePolicy;
            headers["RateLimit"] = RatePolicy.Left(_rate);
        }

        return Task.CompletedTask;
    }
}
