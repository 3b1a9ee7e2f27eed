using System.Buffers;
using System.IO.Pipelines;
using FactoryFlow.Gateway.Api;
using Google.Api;
using Google.Protobuf.Reflection;
using Microsoft.Net.Http.Headers;

namespace FactoryFlow.Gateway.Pipeline;

/// <summary>
/// The answer of a call that streams google.api.HttpBody: each piece goes to the client as it comes, and the next one is read when the
/// client has taken it, so that neither the gateway nor the service holds more than a few.
/// </summary>
/// <param name="binding">What was called.</param>
/// <param name="response">What the client is answered.</param>
/// <param name="patience">How long the service may take over one piece; how long the client takes is bounded by Kestrel's lowest rate.</param>
internal sealed class Download(HttpBinding binding, HttpResponse response, TimeSpan patience)
{
    // What gRPC clients take by default.
    private const int MostPieceBytes = 4 * 1024 * 1024;

    /// <summary>Ends the call when the service takes too long.</summary>
    public CancellationTokenSource? Deadline { get; set; }

    /// <summary>Whether an RPC answers one: what else is streamed has no single answer, and only gRPC can carry it.</summary>
    public static bool IsOne(MethodDescriptor rpc) => rpc is { IsServerStreaming: true, IsClientStreaming: false } && rpc.OutputType.FullName == HttpBody.Descriptor.FullName;

    /// <summary>Hands the answer on. Before the first piece failures are thrown; after it the answer has begun, and only stays without an end.</summary>
    public async ValueTask Copy(HttpResponseMessage answer, CancellationToken ct)
    {
        var reader = PipeReader.Create(await answer.Content.ReadAsStreamAsync(ct));
        try
        {
            while (true)
            {
                var read = await Read(reader, ct);
                var rest = read.Buffer;
                // The package's HttpBody was generated before messages could be parsed where they lie.
                while (GrpcFrame.TryTake(ref rest, MostPieceBytes, out var piece)) await Hand(answer, HttpBody.Parser.ParseFrom(piece.ToArray()), ct);
                if (read.IsCompleted && rest.IsEmpty) return;
                if (read.IsCompleted) throw new InvalidDataException($"{binding.GrpcPath} broke off within a piece.");
                reader.AdvanceTo(rest.Start, rest.End);
            }
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    private async ValueTask<ReadResult> Read(PipeReader reader, CancellationToken ct)
    {
        Deadline?.CancelAfter(patience);
        var read = await reader.ReadAsync(ct);
        Deadline?.CancelAfter(Timeout.InfiniteTimeSpan);
        return read;
    }

    private async ValueTask Hand(HttpResponseMessage answer, HttpBody piece, CancellationToken ct)
    {
        if (!response.HasStarted)
        {
            response.StatusCode = binding.Success.StatusOf(piece);
            response.ContentType = piece.ContentType;
            ApiAnswer.Mark(response);
            // A proxy that waits until it has more of it holds up what has happened.
            if (binding.Success.IsEventStream) response.Headers["X-Accel-Buffering"] = "no";
            if (answer.Headers.NonValidated.TryGetValues(HeaderNames.ContentDisposition, out var disposition) || answer.Content.Headers.NonValidated.TryGetValues(HeaderNames.ContentDisposition, out disposition))
                response.Headers.ContentDisposition = disposition.ToString();
            await response.StartAsync(ct);
        }

        await response.Body.WriteAsync(piece.Data.Memory, ct);
    }
}
