using System.Globalization;
using FactoryFlow.Gateway.Transcoding;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Status = Google.Rpc.Status;

namespace FactoryFlow.Gateway.Problems;

/// <summary>Turns the status that a service answered into problem details.</summary>
internal static class GrpcProblems
{
    public static Problem Of(GrpcCall call, HttpBinding binding)
    {
        var details = ReadDetails(call.StatusDetails);
        var info = Find<ErrorInfo>(details);
        var (status, code) = Map(call.Status!.Value);
        if (info?.Metadata.TryGetValue("http_status", out var text) == true
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given is >= 400 and <= 599)
        {
            status = given;
        }

        code = info?.Metadata.GetValueOrDefault("code") ?? code;
        // The first field of ErrorInfo was still called `type` when the package was made; on the wire it is the reason.
        if (string.IsNullOrEmpty(info?.Type) && status >= 500)
        {
            // What no service said on purpose may hold addresses, statements or stack traces.
            return Unexplained(call.Status.Value, status, code);
        }

        return new Problem(status, code, string.IsNullOrEmpty(info?.Type) ? NameOf(call.Status.Value) : info.Type, Uri.UnescapeDataString(call.StatusMessage ?? ""))
        {
            Errors = [.. (Find<BadRequest>(details)?.FieldViolations ?? []).Select(violation =>
                new FieldError(JsonFieldPath.Of(violation.Field, binding), violation.Description))],
            RetryAfter = Find<RetryInfo>(details)?.RetryDelay?.ToTimeSpan() ?? (call.Status == StatusCode.Unavailable ? TimeSpan.FromSeconds(1) : null),
        };
    }

    internal static (int Status, string Code) Map(StatusCode status) => status switch
    {
        StatusCode.InvalidArgument or StatusCode.OutOfRange => (400, Codes.ValidationError),
        StatusCode.Unauthenticated => (401, Codes.Unauthorized),
        StatusCode.PermissionDenied => (403, Codes.Forbidden),
        StatusCode.NotFound => (404, Codes.NotFound),
        StatusCode.AlreadyExists or StatusCode.Aborted => (409, Codes.Conflict),
        StatusCode.FailedPrecondition => (409, Codes.WorkflowError),
        StatusCode.ResourceExhausted => (429, Codes.RateLimited),
        StatusCode.Cancelled => (499, Codes.Unavailable),
        StatusCode.Unavailable => (503, Codes.Unavailable),
        StatusCode.DeadlineExceeded => (504, Codes.Unavailable),
        StatusCode.Unimplemented => (501, Codes.Internal),
        _ => (500, Codes.Internal),
    };

    private static Problem Unexplained(StatusCode grpc, int status, string code) => grpc switch
    {
        StatusCode.Unavailable => Problem.Unreachable(),
        StatusCode.DeadlineExceeded => Problem.Late(),
        StatusCode.Unimplemented => new Problem(status, code, NameOf(grpc), "The service does not offer this call yet."),
        _ => Problem.Internal() with { Status = status, Code = code },
    };

    private static string NameOf(StatusCode status) => status switch
    {
        StatusCode.OK or StatusCode.Unknown or StatusCode.Internal or StatusCode.DataLoss => Reasons.Internal,
        _ => JsonFieldPath.UpperSnake(status.ToString()),
    };

    private static Status? ReadDetails(string? base64)
    {
        if (base64 is null)
        {
            return null;
        }

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
        {
            if (detail.TryUnpack<T>(out var found))
            {
                return found;
            }
        }

        return null;
    }
}
