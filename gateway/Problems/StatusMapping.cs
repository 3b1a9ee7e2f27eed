using System.Globalization;
using FactoryFlow.Gateway.Api;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Status = Google.Rpc.Status;

namespace FactoryFlow.Gateway.Problems;

/// <summary>Turns the status of a gRPC call into what HTTP says for it.</summary>
internal static class StatusMapping
{
    /// <summary>The HTTP status, and the coarse code that clients branch on; the reason says exactly what happened.</summary>
    public static (int Status, string Code) Of(StatusCode status) => status switch
    {
        StatusCode.InvalidArgument or StatusCode.OutOfRange => (400, "VALIDATION_ERROR"),
        StatusCode.Unauthenticated => (401, "UNAUTHORIZED"),
        StatusCode.PermissionDenied => (403, "FORBIDDEN"),
        StatusCode.NotFound => (404, "NOT_FOUND"),
        StatusCode.AlreadyExists or StatusCode.Aborted => (409, "CONFLICT"),
        StatusCode.FailedPrecondition => (409, "WORKFLOW_ERROR"),
        StatusCode.ResourceExhausted => (429, "RATE_LIMITED"),
        StatusCode.Cancelled => (499, "UNAVAILABLE"),
        StatusCode.Unavailable => (503, "UNAVAILABLE"),
        StatusCode.DeadlineExceeded => (504, "UNAVAILABLE"),
        StatusCode.Unimplemented => (501, "INTERNAL"),
        _ => (500, "INTERNAL"),
    };

    /// <summary>The problem behind what a service answered.</summary>
    /// <param name="grpc">Its status.</param>
    /// <param name="message">The message of the status, percent-encoded.</param>
    /// <param name="base64">The google.rpc.Status with the details, if there is one.</param>
    /// <param name="binding">The call, for the names of its fields.</param>
    public static Problem ProblemOf(StatusCode grpc, string? message, string? base64, HttpBinding binding)
    {
        var details = ReadDetails(base64);
        var info = Find<ErrorInfo>(details);
        var (status, code) = Of(grpc);
        if (info?.Metadata.TryGetValue("http_status", out var text) == true
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given is >= 400 and <= 599)
        {
            status = given;
        }

        code = info?.Metadata.GetValueOrDefault("code") ?? code;
        // The first field of ErrorInfo was still called `type` when the package was made; on the wire it is the reason.
        var reason = info?.Type is { Length: > 0 } named ? named : null;
        // What no service said on purpose may hold addresses, statements or stack traces.
        if (reason is null && status >= 500) return Unexplained(grpc, status, code);
        return new Problem(status, code, reason ?? NameOf(grpc), Uri.UnescapeDataString(message ?? ""))
        {
            Errors = [.. (Find<BadRequest>(details)?.FieldViolations ?? []).Select(violation =>
                new FieldError(FieldNames.Of(violation.Field, binding), violation.Description))],
            RetryAfter = Find<RetryInfo>(details)?.RetryDelay?.ToTimeSpan() ?? (grpc == StatusCode.Unavailable ? TimeSpan.FromSeconds(1) : null),
        };
    }

    private static Problem Unexplained(StatusCode grpc, int status, string code) => grpc switch
    {
        StatusCode.Unavailable => Problem.Unreachable(),
        StatusCode.DeadlineExceeded => Problem.Of(Reasons.DeadlineExceeded),
        StatusCode.Unimplemented => new Problem(status, code, NameOf(grpc), "The service does not offer this call yet."),
        _ => Problem.Internal() with { Status = status, Code = code },
    };

    private static string NameOf(StatusCode status) => status switch
    {
        StatusCode.OK or StatusCode.Unknown or StatusCode.Internal or StatusCode.DataLoss => CommonReasons.Internal.Name,
        _ => EnumText.Of(status),
    };

    private static Status? ReadDetails(string? base64)
    {
        if (base64 is null) return null;
        try
        {
            // gRPC allows the padding to be left out.
            return Status.Parser.ParseFrom(Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '=')));
        }
        catch (Exception broken) when (broken is FormatException or InvalidProtocolBufferException)
        {
            return null;
        }
    }

    private static T? Find<T>(Status? details)
        where T : class, IMessage, new()
    {
        foreach (var detail in details?.Details ?? [])
            if (detail.TryUnpack<T>(out var found))
                return found;
        return null;
    }
}
