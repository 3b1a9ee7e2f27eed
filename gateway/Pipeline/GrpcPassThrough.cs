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

        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            Refuse(context, StatusCode.InvalidArgument, "The call carries no message.");
            return;
        }

        await next(context);
        if (context.GetForwarderErrorFeature() is not { } failure || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested) return;
        if (failure.Error is ForwarderError.RequestTimedOut or ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled)
            Refuse(context, StatusCode.DeadlineExceeded, "The service behind this call did not answer in time; whether it did the work is not known.");
        else
            Refuse(context, StatusCode.Unavailable, "The service behind this call cannot be reached; try again.");
    }

    public static bool IsGrpc(HttpRequest request) =>
        request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true
        && (request.ContentType.Length == "application/grpc".Length || request.ContentType["application/grpc".Length] is '+' or ';');

    /// <summary>Answers a refusal with all that it says.</summary>
    public static void Refuse(HttpContext context, Refusal refusal)
    {
        Refuse(context, refusal.Reason.Status, refusal.Message);
        context.Response.Headers["grpc-status-details-bin"] = Convert.ToBase64String(refusal.ToStatus().ToByteArray());
    }

    /// <summary>Answers a status alone: gRPC then takes the headers for the trailers.</summary>
    public static void Refuse(HttpContext context, StatusCode status, string message)
    {
        var response = context.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "application/grpc";
        response.ContentLength = null;
        RequestIds.Mark(context);
        response.Headers[HeaderNames.GrpcStatus] = ((int)status).ToString(CultureInfo.InvariantCulture);
        response.Headers[HeaderNames.GrpcMessage] = Uri.EscapeDataString(message);
    }
}
