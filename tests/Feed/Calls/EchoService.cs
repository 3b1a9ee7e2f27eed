using FactoryFlow.Feed.Tests.V1;
using Grpc.Core;

namespace FactoryFlow.Feed.Tests.Calls;

/// <summary>The server that the tests call: it does as the request says, and says what it saw.</summary>
internal sealed class EchoService(Observations observations) : Echo.EchoBase
{
    public override async Task<Note> Say(Note request, ServerCallContext context)
    {
        observations.Saw(context);
        await context.WriteResponseHeadersAsync(Own(context.RequestHeaders));
        foreach (var entry in Own(context.RequestHeaders))
            context.ResponseTrailers.Add(entry);
        return request;
    }

    public override async Task<Note> Collect(IAsyncStreamReader<Note> requestStream, ServerCallContext context)
    {
        observations.Saw(context);
        var joined = new Note();
        await foreach (var note in requestStream.ReadAllAsync(context.CancellationToken))
        {
            joined.Text += note.Text;
            joined.Count++;
        }

        return joined;
    }

    public override async Task Repeat(Note request, IServerStreamWriter<Note> responseStream, ServerCallContext context)
    {
        observations.Saw(context);
        for (var number = 1; number <= request.Count; number++)
            await responseStream.WriteAsync(new Note { Text = request.Text, Count = number }, context.CancellationToken);
        context.ResponseTrailers.Add("x-sent", $"{request.Count}");
    }

    public override async Task Chat(IAsyncStreamReader<Note> requestStream, IServerStreamWriter<Note> responseStream, ServerCallContext context)
    {
        observations.Saw(context);
        await foreach (var note in requestStream.ReadAllAsync(context.CancellationToken))
            await responseStream.WriteAsync(note, context.CancellationToken);
    }

    public override Task<Note> Fail(Note request, ServerCallContext context)
    {
        observations.Saw(context);
        var trailers = new Metadata { { "x-reason", "ASKED_TO" }, { "x-reason-bin", request.Payload.ToByteArray() } };
        throw new RpcException(new Status((StatusCode)request.Count, request.Text), trailers);
    }

    public override async Task<Note> Wait(Note request, ServerCallContext context)
    {
        observations.Saw(context);
        try
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }
        catch (OperationCanceledException)
        {
            observations.WasCancelled();
            throw;
        }

        return request;
    }

    private static Metadata Own(Metadata headers) => [.. headers.Where(entry => entry.Key.StartsWith("x-", StringComparison.Ordinal))];
}
