using FactoryFlow.Gateway.Api;
using FactoryFlow.Gateway.Cookies;
using FactoryFlow.Gateway.Languages;
using FactoryFlow.Gateway.Problems;
using FactoryFlow.Gateway.Transcoding;
using FactoryFlow.Platform.Hosting;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace FactoryFlow.Gateway.Pipeline;

/// <summary>
/// A step of YARP's pipeline, before a destination is chosen: a JSON request goes on as a gRPC one and the answer comes back as JSON,
/// so that routes, clusters, balancing and health serve JSON and gRPC alike.
/// </summary>
internal sealed class TranscodingStep(JsonCodec codec, GatewaySettings settings)
{
    private readonly RequestReader _requests = new(codec, settings.Deadline);
    private readonly AnswerWriter _answers = new(codec);

    public async Task Invoke(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<HttpBinding>() is not { } binding)
        {
            await next(context);
            return;
        }

        var faults = new Faults();
        if (await _requests.Read(context, binding, faults) is not { } message)
        {
            await ProblemWriter.Write(context, faults.ToProblem());
            return;
        }

        var cookies = CookieMode.Of(context, binding);
        if (cookies?.Supply(message) is { } refusal)
        {
            await ProblemWriter.Write(context, Problem.Of(refusal));
            return;
        }

        var patience = settings.Deadline + GatewaySettings.DeadlineGrace;
        var call = new GrpcCall(message, binding.IsDownload ? new Download(binding, context.Response, patience) : null);
        var isLate = await Forward(context, binding, call, patience, next);
        if (context.Response.HasStarted)
        {
            // A client that would take a part for the whole must not see it end in order.
            if (call.Status == StatusCode.OK) call.Dispose();
            else context.Abort();
            return;
        }

        if (call.Status is not { } status)
        {
            await ProblemWriter.Write(context, call.Refusal is { } turnedAway ? Problem.Of(turnedAway) : ForwardingProblem(context, isLate));
            if (call.Refusal is not null) call.Dispose();
            return;
        }

        await Answer(context, binding, call, status, cookies);
        call.Dispose();
    }

    // Answers whether the deadline passed. The service is told the same deadline; this is for one that no longer answers at all.
    private static async Task<bool> Forward(HttpContext context, HttpBinding binding, GrpcCall call, TimeSpan patience, RequestDelegate next)
    {
        var request = context.Request;
        var (method, path, query, body, aborted) = (request.Method, request.Path, request.QueryString, request.Body, context.RequestAborted);
        var detection = context.Features.Get<IHttpRequestBodyDetectionFeature>();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        deadline.CancelAfter(patience);
        if (call.Download is { } download) download.Deadline = deadline;
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

    private ValueTask Answer(HttpContext context, HttpBinding binding, GrpcCall call, StatusCode status, CookieMode? cookies)
    {
        if (status != StatusCode.OK)
        {
            cookies?.Refused(status);
            return ProblemWriter.Write(context, StatusMapping.ProblemOf(status, call.StatusMessage, call.StatusDetails, binding));
        }

        if (!GrpcFrame.TryGetMessage(call.Answer, out var bytes)) return ProblemWriter.Write(context, Problem.Internal());
        if (call.IsReplayed) context.Response.Headers[Headers.IdempotencyReplayed] = "true";
        var message = binding.Rpc.OutputType.Parser.ParseFrom(bytes);
        cookies?.Receive(message);
        if (binding.IsForPeople) CallLanguage.Say(context, message);
        return _answers.Write(context.Response, binding, message);
    }

    private static Problem ForwardingProblem(HttpContext context, bool isLate) =>
        isLate || context.GetForwarderErrorFeature() is { Error: ForwarderError.RequestTimedOut }
            ? Problem.Of(Reasons.DeadlineExceeded)
            : Problem.Unreachable();
}
