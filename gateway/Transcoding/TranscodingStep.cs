using FactoryFlow.Gateway.Problems;
using Microsoft.AspNetCore.Http.Features;

namespace FactoryFlow.Gateway.Transcoding;

/// <summary>
/// A step of YARP's pipeline, before a destination is chosen: a JSON request goes on as a gRPC one and the answer comes back as JSON,
/// so that routes, clusters, balancing and health serve JSON and gRPC alike.
/// </summary>
internal sealed class TranscodingStep(JsonCodec codec, GatewaySettings settings)
{
    private readonly RequestReader requests = new(codec);
    private readonly AnswerWriter answers = new(codec);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<HttpBinding>() is not { } binding)
        {
            await next(context);
            return;
        }

        var faults = new Faults();
        if (await requests.ReadAsync(context, binding, faults) is not { } message)
        {
            await ProblemWriter.WriteAsync(context, Problem.Of(faults));
            return;
        }

        var call = new GrpcCall(message);
        var isLate = await ForwardAsync(context, binding, call, next);
        if (call.Status is null)
        {
            await ProblemWriter.WriteAsync(context, ForwardingProblem(context, isLate));
            return;
        }

        if (call.Status == Grpc.Core.StatusCode.OK)
        {
            await answers.WriteAsync(context, binding, call);
        }
        else
        {
            await ProblemWriter.WriteAsync(context, GrpcProblems.Of(call, binding));
        }

        call.Dispose();
    }

    // Answers whether the deadline passed. The service is told the same deadline; this is for one that no longer answers at all.
    private async Task<bool> ForwardAsync(HttpContext context, HttpBinding binding, GrpcCall call, RequestDelegate next)
    {
        var request = context.Request;
        var (method, path, query, body, aborted) = (request.Method, request.Path, request.QueryString, request.Body, context.RequestAborted);
        var detection = context.Features.Get<IHttpRequestBodyDetectionFeature>();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        deadline.CancelAfter(settings.Deadline + GatewaySettings.DeadlineGrace);
        try
        {
            request.Method = HttpMethods.Post;
            request.Path = binding.GrpcPath;
            request.QueryString = default;
            request.Body = call.OpenRequest();
            context.RequestAborted = deadline.Token;
            context.Features.Set<IHttpRequestBodyDetectionFeature>(call);
            context.Features.Set(call);
            await next(context);
            return deadline.IsCancellationRequested && !aborted.IsCancellationRequested;
        }
        finally
        {
            context.Features.Set<GrpcCall>(null);
            context.Features.Set(detection);
            context.RequestAborted = aborted;
            (request.Method, request.Path, request.QueryString, request.Body) = (method, path, query, body);
        }
    }

    private static Problem ForwardingProblem(HttpContext context, bool isLate) =>
        isLate || context.GetForwarderErrorFeature() is { Error: Yarp.ReverseProxy.Forwarder.ForwarderError.RequestTimedOut }
            ? Problem.Late()
            : Problem.Unreachable();
}
