using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FactoryFlow.Gateway.Api;
using FactoryFlow.Gateway.Problems;
using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using Microsoft.AspNetCore.WebUtilities;

namespace FactoryFlow.Gateway.OpenApi;

/// <summary>How a call can be refused: for what its RPC's comment names, and for what every call of its shape is.</summary>
internal sealed partial class Refusals(ReasonTable reasons, ProtoComments comments)
{
    // The one refusal beside 429 and 503 that passes by waiting.
    private const string Locked = "ACCOUNT_LOCKED";

    // Of requests that reach no call, and of the few calls that name it.
    private static readonly HashSet<string> OfOtherRequests =
        [Reasons.RouteNotFound.Name, Reasons.MethodNotAllowed.Name, Reasons.OriginRefused.Name, CommonReasons.PlanLimitExceeded.Name];

    private static readonly HashSet<string> OfBodies =
        [Reasons.BodyTooLarge.Name, Reasons.UnsupportedMediaType.Name, Reasons.MalformedJson.Name, Reasons.BodyTooDeep.Name, Reasons.BodyTooSlow.Name];

    private static readonly HashSet<string> OfCallers =
    [
        Reasons.TokenMissing.Name, Reasons.ApiKeyRefused.Name, Reasons.TokenInvalid.Name, Reasons.TokenExpired.Name, Reasons.SessionEnded.Name,
        Reasons.TokenOutdated.Name, Reasons.TenantMismatch.Name, Reasons.TenantSuspended.Name, CommonReasons.CallerKindRefused.Name,
    ];

    /// <summary>The responses that refuse a call, by status.</summary>
    public IEnumerable<(int Status, JsonObject Response)> Of(HttpBinding binding, RpcRule? rule)
    {
        var named = Named(binding);
        return reasons.Common.Where(row => Applies(row.Name, binding, rule)).Concat(named)
            .DistinctBy(row => row.Name)
            .GroupBy(row => row.Status)
            .OrderBy(group => group.Key)
            .Select(group => (group.Key, Response(group.Key, [.. group], named, binding.AnswersSession || binding.RefreshToken is not null)));
    }

    private List<ReasonRow> Named(HttpBinding binding) =>
    [
        .. UpperSnake().Matches(comments.Of(binding.Rpc.FullName))
            .Select(match => reasons.Find(binding.Rpc.File.Package.Split('.')[1], match.Value))
            .OfType<ReasonRow>(),
    ];

    private static JsonObject Response(int status, IReadOnlyList<ReasonRow> rows, List<ReasonRow> named, bool endsCookies)
    {
        var lines = rows.Where(row => named.Contains(row)).Select(row => $"- `{row.Name}`: {row.Meaning}").ToList();
        var headers = ApiDocument.Headers();
        headers["Content-Language"] = ApiDocument.Header("Content-Language");
        if (status == StatusCodes.Status401Unauthorized) headers["WWW-Authenticate"] = ApiDocument.Header("WWW-Authenticate");
        if (status == StatusCodes.Status401Unauthorized && endsCookies) headers["Set-Cookie"] = ApiDocument.Header("Set-Cookie");
        if (status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable) headers["Retry-After"] = ApiDocument.Header("Retry-After");
        else if (rows.Any(row => named.Contains(row) && row.Name == Locked)) headers["Retry-After"] = ApiDocument.Header("Retry-After-Lock");
        ApiDocument.AddRateLimits(headers);
        return new JsonObject
        {
            ["description"] = string.Join("\n", [ReasonPhrases.GetReasonPhrase(status) + ".", .. lines]),
            ["headers"] = headers,
            ["content"] = new JsonObject
            {
                ["application/problem+json"] = new JsonObject
                {
                    ["schema"] = new JsonObject
                    {
                        ["allOf"] = new JsonArray(
                            SchemaBook.Reference("Problem"),
                            new JsonObject { ["properties"] = new JsonObject { ["reason"] = new JsonObject { ["enum"] = new JsonArray([.. rows.Select(row => (JsonNode)row.Name)]) } } }),
                    },
                },
            },
        };
    }

    private static bool Applies(string reason, HttpBinding binding, RpcRule? rule)
    {
        if (OfOtherRequests.Contains(reason)) return false;
        if (OfBodies.Contains(reason)) return binding.Body != BodyRule.Ignored;
        if (OfCallers.Contains(reason)) return rule?.IsAnonymous != true;
        if (reason == CommonReasons.PermissionMissing.Name) return rule?.Permission is not null;
        if (reason == CommonReasons.IdempotencyKeyRequired.Name) return rule?.IdempotencyKey == IdempotencyKey.Required;
        if (reason == CommonReasons.IdempotencyKeyInvalid.Name || reason == CommonReasons.IdempotencyKeyReused.Name) return rule?.IdempotencyKey > IdempotencyKey.Unspecified;
        if (reason == CommonReasons.Conflict.Name || reason == Reasons.ConditionNotTaken.Name) return !IsRead(binding);
        if (reason == Reasons.CsrfTokenInvalid.Name) return TakesCsrfToken(binding, rule);
        if (reason == CommonReasons.PageTokenInvalid.Name) return binding.Input.TryGetField("page_token", out _);
        if (reason == CommonReasons.EtagMismatch.Name) return binding.Input.TryGetField("etag", out _);
        return true;
    }

    /// <summary>Whether a call that cookies authenticate must say that its page has read them.</summary>
    public static bool TakesCsrfToken(HttpBinding binding, RpcRule? rule) => !IsRead(binding) && (rule?.IsAnonymous != true || binding.RefreshToken is not null);

    private static bool IsRead(HttpBinding binding) => binding.Verb == "GET";

    [GeneratedRegex("[A-Z][A-Z0-9]*_[A-Z0-9_]+")]
    private static partial Regex UpperSnake();
}
