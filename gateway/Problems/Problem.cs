using Microsoft.AspNetCore.WebUtilities;

namespace FactoryFlow.Gateway.Problems;

/// <summary>An answer that says what went wrong, as RFC 9457 problem details write it.</summary>
internal sealed record Problem(int Status, string Code, string Reason, string Detail)
{
    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    /// <summary>When it is worth trying again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The problem of a request that is wrong in itself; the first fault gives the reason.</summary>
    public static Problem Of(Faults faults)
    {
        var first = faults.All[0];
        var status = first.Reason switch
        {
            Reasons.UnsupportedMediaType => StatusCodes.Status415UnsupportedMediaType,
            Reasons.BodyTooLarge => StatusCodes.Status413PayloadTooLarge,
            _ => StatusCodes.Status400BadRequest,
        };
        return new Problem(status, Codes.ValidationError, first.Reason, DetailOf(faults))
        {
            Errors = [.. faults.All.Where(fault => fault.Field.Length > 0).Select(fault => new FieldError(fault.Field, fault.Message))],
        };
    }

    /// <summary>The problem that a bare HTTP status stands for.</summary>
    public static Problem Of(int status) => status switch
    {
        StatusCodes.Status404NotFound => new(status, Codes.NotFound, Reasons.RouteNotFound, "There is nothing at this path."),
        StatusCodes.Status405MethodNotAllowed => new(status, Codes.ValidationError, Reasons.MethodNotAllowed, "The path does not take this method: see the Allow header."),
        StatusCodes.Status413PayloadTooLarge => new(status, Codes.ValidationError, Reasons.BodyTooLarge, $"The body is larger than {GatewaySettings.MostBodyBytes} bytes."),
        StatusCodes.Status415UnsupportedMediaType => new(status, Codes.ValidationError, Reasons.UnsupportedMediaType, "The body is of a type that is not taken here."),
        StatusCodes.Status502BadGateway or StatusCodes.Status503ServiceUnavailable => Unreachable(),
        StatusCodes.Status504GatewayTimeout => Late(),
        < 500 => new(status, Codes.ValidationError, Reasons.MalformedRequest, $"The request cannot be read: {ReasonPhrases.GetReasonPhrase(status)}."),
        _ => Internal(),
    };

    public static Problem Unreachable() => new(
        StatusCodes.Status503ServiceUnavailable, Codes.Unavailable, Reasons.ServiceUnavailable, "The service behind this path cannot be reached; try again.")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    public static Problem Late() => new(
        StatusCodes.Status504GatewayTimeout, Codes.Unavailable, Reasons.DeadlineExceeded, "The service did not answer in time; whether it did the work is not known.");

    public static Problem Internal() => new(
        StatusCodes.Status500InternalServerError, Codes.Internal, Reasons.Internal, "Something went wrong on our side; the request id says where to look.");

    private static string DetailOf(Faults faults)
    {
        var first = faults.All[0];
        return faults.All.Count > 1
            ? $"The request has {faults.All.Count} faults; errors names each."
            : first.Field.Length > 0 ? $"{first.Field} {first.Message}." : first.Message.Length > 0 && char.IsUpper(first.Message[0]) ? first.Message : $"The body {first.Message}.";
    }
}

/// <summary>What is wrong with one field; the field as a JSON path.</summary>
internal readonly record struct FieldError(string Field, string Message);
