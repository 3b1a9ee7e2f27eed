using System.Globalization;
using FactoryFlow.Identity.V1;
using FactoryFlow.Trial.V1;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Status = Google.Rpc.Status;

namespace FactoryFlow.Gateway.Tests;

/// <summary>Echoes what reached it, or fails as it is told.</summary>
internal sealed class Trial(string name) : TrialService.TrialServiceBase
{
    public override Task<Everything> EchoEverything(Everything request, ServerCallContext context) => Task.FromResult(request);

    public override Task<ThingRequest> GetThing(ThingRequest request, ServerCallContext context) => Task.FromResult(request);

    public override Task<ThingRequest> StartThing(ThingRequest request, ServerCallContext context) => Task.FromResult(request);

    public override Task<PatchThingRequest> PatchThing(PatchThingRequest request, ServerCallContext context) => Task.FromResult(request);

    public override Task<ThingRequest> PutThing(ThingRequest request, ServerCallContext context) => Task.FromResult(request);

    public override Task<ThingRequest> TouchThing(ThingRequest request, ServerCallContext context) => Task.FromResult(request);

    public override Task<Empty> DeleteThing(ThingRequest request, ServerCallContext context) => Task.FromResult(new Empty());

    public override Task<ThingRequest> Custom(ThingRequest request, ServerCallContext context) => Task.FromResult(request);

    public override Task<ThingRequest> ListTags(ThingRequest request, ServerCallContext context) =>
        Task.FromResult(new ThingRequest { Tags = { "a", "b" } });

    public override Task<Empty> Unbound(Empty request, ServerCallContext context) => throw new InvalidOperationException("Nobody may reach this.");

    public override Task<Empty> Hidden(Empty request, ServerCallContext context) => throw new InvalidOperationException("Nobody may reach this.");

    public override Task<Created> Create(CreateRequest request, ServerCallContext context) =>
        Task.FromResult(new Created { Id = request.Id, State = request.State });

    public override async Task<Empty> Fail(FailRequest request, ServerCallContext context)
    {
        if (request.Throw) throw new InvalidOperationException("Host=secret");
        await context.WriteResponseHeadersAsync(new Metadata { { "idempotency-replayed", "true" } });
        var details = request.Reason.Length == 0 ? [] : new Metadata { { "grpc-status-details-bin", Details(request).ToByteArray() } };
        throw new RpcException(new Grpc.Core.Status((StatusCode)request.Status, request.Message), details);
    }

    public override Task<HeadersResponse> Headers(Empty request, ServerCallContext context)
    {
        context.ResponseTrailers.Add("idempotency-replayed", "true");
        var answer = new HeadersResponse { Headers = { ["served-by"] = name } };
        answer.Headers["seconds-left"] = Math.Round((context.Deadline - DateTime.UtcNow).TotalSeconds).ToString(CultureInfo.InvariantCulture);
        foreach (var header in context.RequestHeaders) answer.Headers[header.Key] = header.Value;
        return Task.FromResult(answer);
    }

    public override Task<HeadersResponse> Private(Empty request, ServerCallContext context) => Headers(request, context);

    public override Task<HeadersResponse> Undeclared(Empty request, ServerCallContext context) => Headers(request, context);

    public override Task<Session> Begin(Session request, ServerCallContext context) => Task.FromResult(request);

    public override Task<Session> Renew(RefreshSessionRequest request, ServerCallContext context) => request.RefreshToken is "none" or ""
        ? throw new RpcException(new Grpc.Core.Status(StatusCode.Unauthenticated, "There is no such session."))
        : Task.FromResult(new Session { AccessToken = "renewed by " + request.RefreshToken, RefreshToken = request.RefreshToken + "+", User = new User { Kind = Options.V1.Access.Types.Kind.Staff } });

    public override Task<Empty> End(SignOutRequest request, ServerCallContext context)
    {
        context.ResponseTrailers.Add("idempotency-replayed", request.RefreshToken == "none" ? "false" : "true");
        return Task.FromResult(new Empty());
    }

    public override async Task<Empty> Wait(WaitRequest request, ServerCallContext context)
    {
        await Task.Delay(request.Milliseconds, request.Stubborn ? CancellationToken.None : context.CancellationToken);
        return new Empty();
    }

    private static Status Details(FailRequest request)
    {
        // The reason's field was still called `type` when the package was made.
        var info = new ErrorInfo { Type = request.Reason, Domain = "factoryflow", Metadata = { request.Metadata } };
        var status = new Status { Code = request.Status, Message = request.Message, Details = { Any.Pack(info) } };
        if (request.Fields.Count > 0)
        {
            status.Details.Add(Any.Pack(new BadRequest
            {
                FieldViolations = { request.Fields.Select(field => new BadRequest.Types.FieldViolation { Field = field, Description = "is wrong" }) },
            }));
        }

        if (request.RetrySeconds > 0)
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromSeconds(request.RetrySeconds)) }));
        return status;
    }
}

/// <summary>Completes when a client has given a stream up.</summary>
internal sealed class Abandonment
{
    private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Seen => _seen.Task;

    /// <summary>How many pieces of a file were taken from the service.</summary>
    public int PiecesTaken { get; set; }

    public void See() => _seen.TrySetResult();
}

/// <summary>Streams numbers.</summary>
internal sealed class Streams(Abandonment abandonment) : StreamService.StreamServiceBase
{
    public override async Task Count(CountRequest request, IServerStreamWriter<CountResponse> responseStream, ServerCallContext context)
    {
        await context.WriteResponseHeadersAsync(new Metadata { { "opening", "words" } });
        using var watching = context.CancellationToken.Register(abandonment.See);
        for (var number = 1; number <= request.Count; number++)
        {
            await responseStream.WriteAsync(new CountResponse { Number = number }, context.CancellationToken);
            await Task.Delay(request.MillisecondsBetween, context.CancellationToken);
        }

        context.ResponseTrailers.Add("closing", "words");
    }

    public override Task CountPrivately(CountRequest request, IServerStreamWriter<CountResponse> responseStream, ServerCallContext context) => Count(request, responseStream, context);

    public override async Task Fetch(FetchRequest request, IServerStreamWriter<HttpBody> responseStream, ServerCallContext context)
    {
        using var watching = context.CancellationToken.Register(abandonment.See);
        await context.WriteResponseHeadersAsync(new Metadata { { "content-disposition", "attachment; filename=\"a.txt\"" } });
        var data = ByteString.CopyFrom(Enumerable.Repeat((byte)'a', request.BytesEach).ToArray());
        for (var piece = 0; piece < request.Pieces; piece++)
        {
            await responseStream.WriteAsync(new HttpBody { ContentType = piece == 0 ? "text/plain; charset=utf-8" : "", Data = data }, context.CancellationToken);
            abandonment.PiecesTaken++;
            await Task.Delay(request.MillisecondsBetween, context.CancellationToken);
        }

        if (request.Fails) throw new RpcException(new Grpc.Core.Status(StatusCode.NotFound, "There is no such thing."));
    }

    public override Task Listen(FetchRequest request, IServerStreamWriter<HttpBody> responseStream, ServerCallContext context) => Fetch(request, responseStream, context);

    public override async Task<CountResponse> Sum(IAsyncStreamReader<CountResponse> requestStream, ServerCallContext context)
    {
        var sum = 0;
        await foreach (var item in requestStream.ReadAllAsync(context.CancellationToken)) sum += item.Number;
        return new CountResponse { Number = sum };
    }

    public override async Task Echo(
        IAsyncStreamReader<CountResponse> requestStream, IServerStreamWriter<CountResponse> responseStream, ServerCallContext context)
    {
        await foreach (var item in requestStream.ReadAllAsync(context.CancellationToken))
            await responseStream.WriteAsync(item, context.CancellationToken);
    }
}
