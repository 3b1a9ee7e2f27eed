using System.Buffers;
using System.Diagnostics;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Hosting;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace FactoryFlow.Gateway.Pipeline;

/// <summary>
/// The gRPC call that a JSON request has become: what goes to the service while YARP forwards it, and what came back.
/// Hung on the request as a feature, so that the transforms find it.
/// </summary>
internal sealed class GrpcCall : IHttpRequestBodyDetectionFeature, IDisposable
{
    private const int FirstAnswerBuffer = 4096;

    // A page of any list is far below; more would fill the gateway's memory for everybody.
    private const int MostAnswerBytes = 32 * 1024 * 1024;

    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly byte[] _frame;
    private readonly int _frameLength;
    private byte[]? _answer;
    private int _answerLength;

    /// <param name="message">The request.</param>
    /// <param name="download">Where the answer goes piece by piece; null where it is kept.</param>
    public GrpcCall(IMessage message, Download? download = null) => ((_frame, _frameLength), Download) = (GrpcFrame.Write(message), download);

    /// <summary>Where the answer goes piece by piece; null where it is kept.</summary>
    public Download? Download { get; }

    /// <summary>How long ago it was read.</summary>
    public TimeSpan Age => Stopwatch.GetElapsedTime(_began);

    /// <summary>Why it was not sent; null when it was.</summary>
    public Refusal? Refusal { get; set; }

    /// <summary>A GET has no body to forward; the gRPC request that it became has one.</summary>
    public bool CanHaveBody => true;

    /// <summary>The status of the answer, or null as long as none came.</summary>
    public StatusCode? Status { get; private set; }

    /// <summary>The message of the status, still percent-encoded.</summary>
    public string? StatusMessage { get; private set; }

    /// <summary>The google.rpc.Status of the answer, in base64.</summary>
    public string? StatusDetails { get; private set; }

    /// <summary>Whether the service gave its first answer to the same Idempotency-Key again.</summary>
    public bool IsReplayed { get; private set; }

    /// <summary>The frames of the answer.</summary>
    public ReadOnlySpan<byte> Answer => _answer.AsSpan(0, _answerLength);

    /// <summary>A new stream over the request, for each attempt.</summary>
    public Stream OpenRequest() => new MemoryStream(_frame, 0, _frameLength, writable: false);

    /// <summary>Takes the whole answer, trailers included.</summary>
    public async ValueTask Read(HttpResponseMessage response, CancellationToken ct)
    {
        if (Download is null) await Keep(response, ct);
        else await Download.Copy(response, ct);
        // Without a body the status stands among the headers.
        Status = ReadStatus(response);
        StatusMessage = Read(response, HeaderNames.GrpcMessage);
        StatusDetails = Read(response, "grpc-status-details-bin");
        IsReplayed = Read(response, Headers.IdempotencyReplayed) == "true";
    }

    /// <summary>Gives the buffers back. Only for a call that ended in order: a broken one may still be read from.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_frame);
        if (_answer is not null)
        {
            ArrayPool<byte>.Shared.Return(_answer);
            _answer = null;
        }
    }

    private async ValueTask Keep(HttpResponseMessage response, CancellationToken ct)
    {
        var stream = await response.Content.ReadAsStreamAsync(ct);
        _answer ??= ArrayPool<byte>.Shared.Rent(FirstAnswerBuffer);
        _answerLength = 0;
        while (await stream.ReadAsync(_answer.AsMemory(_answerLength), ct) is > 0 and var read)
        {
            _answerLength += read;
            if (_answerLength > MostAnswerBytes) throw new InvalidDataException($"{response.RequestMessage?.RequestUri?.AbsolutePath} answered more than {MostAnswerBytes} bytes.");
            if (_answerLength == _answer.Length) Grow();
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_answer!.Length * 2);
        Answer.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_answer);
        _answer = larger;
    }

    private static StatusCode ReadStatus(HttpResponseMessage response) =>
        int.TryParse(Read(response, HeaderNames.GrpcStatus), out var status) && status is >= 0 and <= (int)StatusCode.Unauthenticated
            ? (StatusCode)status
            : (int)response.StatusCode is >= 502 and <= 504 ? StatusCode.Unavailable : StatusCode.Unknown;

    private static string? Read(HttpResponseMessage response, string name) =>
        response.TrailingHeaders.NonValidated.TryGetValues(name, out var values) || response.Headers.NonValidated.TryGetValues(name, out values)
            ? values.ToString()
            : null;
}
