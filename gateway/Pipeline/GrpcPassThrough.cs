using System.Globalization;
using FactoryFlow.Gateway.Api;
using FactoryFlow.Gateway.Problems;
using FactoryFlow.Platform.Errors;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Forwarder;

namespace FactoryFlow.Gateway.Pipeline;

/// <summary>A step of YARP's pipeline for requests that are gRPC already: passed on as they are, and failures told as gRPC tells them.</summary>
internal static class GrpcPassThrough
{
    // What gRPC clients know as a method that is not implemented.
    private static readonly Reason NoSuchCall = Reasons.RouteNotFound with { Status = StatusCode.Unimplemented };

    public static async Task Invoke(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<HttpBinding>() is not null)
        {
            await next(context);
            return;
        }

        // Without HTTP/2 there are no trailers to answer a status in.
        if (!IsGrpc(context.Request) || !HttpProtocol.IsHttp2(context.Request.Protocol))
        {
            await ProblemWriter.Write(context, Problem.Of(StatusCodes.Status415UnsupportedMediaType));
            return;
        }

        if (context.Request.ContentLength == 0 || context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            Refuse(context, Reasons.MalformedRequest.Refuse("The call carries no message."));
            return;
        }

        await next(context);
        if (context.GetForwarderErrorFeature() is { } failure && !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested) Refuse(context, failure);
    }

    public static bool IsGrpc(HttpRequest request) =>
        request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true
        && (request.ContentType.Length == "application/grpc".Length || request.ContentType["application/grpc".Length] is '+' or ';');

    /// <summary>Answers what HTTP would say with a bare status.</summary>
    public static void Refuse(HttpContext context, int status) => Refuse(context, status switch
    {
        StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed => NoSuchCall.Refuse("There is no such call."),
        StatusCodes.Status408RequestTimeout => Reasons.BodyTooSlow.Refuse(Reasons.BodyTooSlow.Title),
        StatusCodes.Status413PayloadTooLarge => Reasons.BodyTooLarge.Refuse("The message of the call is too large: send less at once."),
        < 500 => Reasons.MalformedRequest.Refuse("The message of the call broke off, or cannot be read."),
        _ => CommonReasons.Internal.Refuse("Something went wrong on our side; the request id says where to look."),
    });

    /// <summary>Answers a refusal with all that it says: gRPC takes the headers of an answer without a message for its trailers.</summary>
    public static void Refuse(HttpContext context, Refusal refusal)
    {
        var response = context.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "application/grpc";
        response.ContentLength = null;
        RequestIds.Mark(context);
        response.Headers[HeaderNames.GrpcStatus] = ((int)refusal.Reason.Status).ToString(CultureInfo.InvariantCulture);
        response.Headers[HeaderNames.GrpcMessage] = Uri.EscapeDataString(refusal.Message);
        response.Headers["grpc-status-details-bin"] = Convert.ToBase64String(refusal.ToStatus().ToByteArray());
    }

    // The same reasons as JSON is given; a message that did not come whole is its client's doing.
    private static void Refuse(HttpContext context, IForwarderErrorFeature failure)
    {
        switch (failure.Error)
        {
            case ForwarderError.RequestTimedOut or ForwarderError.RequestCanceled:
                Refuse(context, Reasons.DeadlineExceeded.Refuse(Reasons.DeadlineExceeded.Title));
                break;
            case ForwarderError.RequestBodyCanceled:
                Refuse(context, StatusCodes.Status408RequestTimeout);
                break;
            case ForwarderError.RequestBodyClient:
                Refuse(context, (failure.Exception as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest);
                break;
            default:
                Refuse(context, CommonReasons.Unavailable.Refuse("The service behind this path cannot be reached; try again.", TimeSpan.FromSeconds(1)));
                break;
        }
    }
}
