using FactoryFlow.Platform.Errors;
using Microsoft.AspNetCore.WebUtilities;

namespace FactoryFlow.Gateway.Problems;

/// <summary>An answer that says what went wrong, as RFC 9457 problem details write it.</summary>
internal sealed record Problem(int Status, string Code, string Reason, string Detail)
{
    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    /// <summary>When it is worth trying again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The problem that a reason of ours stands for; its title is the detail when nothing more exact is known.</summary>
    public static Problem Of(Reason reason, string? detail = null)
    {
        var (status, code) = StatusMapping.Of(reason.Status);
        return new Problem(reason.HttpStatus ?? status, reason.Code ?? code, reason.Name, detail ?? reason.Title);
    }

    /// <summary>The problem that a refusal of the gateway's own is.</summary>
    public static Problem Of(Refusal refusal) => Of(refusal.Reason, refusal.Message) with { RetryAfter = refusal.RetryAfter };

    /// <summary>The problem that a bare HTTP status stands for.</summary>
    public static Problem Of(int status) => status switch
    {
        StatusCodes.Status404NotFound => Of(Reasons.RouteNotFound),
        StatusCodes.Status405MethodNotAllowed => Of(Reasons.MethodNotAllowed),
        StatusCodes.Status408RequestTimeout => Of(Reasons.BodyTooSlow),
        StatusCodes.Status413PayloadTooLarge => Of(Reasons.BodyTooLarge),
        StatusCodes.Status415UnsupportedMediaType => Of(Reasons.UnsupportedMediaType, "The body is of a type that is not taken here."),
        StatusCodes.Status502BadGateway or StatusCodes.Status503ServiceUnavailable => Unreachable(),
        StatusCodes.Status504GatewayTimeout => Of(Reasons.DeadlineExceeded),
        < 500 => Of(Reasons.MalformedRequest, $"The request cannot be read: {ReasonPhrases.GetReasonPhrase(status)}.") with { Status = status },
        _ => Internal(),
    };

    public static Problem Unreachable() => Of(CommonReasons.Unavailable, "The service behind this path cannot be reached; try again.") with
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    public static Problem Internal() => Of(CommonReasons.Internal, "Something went wrong on our side; the request id says where to look.");
}

/// <summary>What is wrong with one field; the field as a JSON path.</summary>
internal readonly record struct FieldError(string Field, string Message);
