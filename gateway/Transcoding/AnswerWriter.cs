using System.IO.Pipelines;
using System.Text;
using FactoryFlow.Gateway.Api;
using FactoryFlow.Gateway.Pipeline;
using Google.Protobuf;

namespace FactoryFlow.Gateway.Transcoding;

/// <summary>Writes the message that a service answered as the HTTP answer that its RPC asks for.</summary>
internal sealed class AnswerWriter(JsonCodec codec)
{
    private const string Json = "application/json; charset=utf-8";

    public ValueTask Write(HttpResponse response, HttpBinding binding, IMessage message)
    {
        ApiAnswer.Mark(response);
        response.StatusCode = binding.Success.StatusOf(message);
        if (binding.Success.LocationOf(message) is { } location) response.Headers.Location = location;
        var etag = binding.Etag.HeaderOf(message);
        if (etag is not null) response.Headers.ETag = etag;
        if (IfNoneMatch.IsKnown(response.HttpContext.Request, etag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return ValueTask.CompletedTask;
        }

        return binding.Success.HasBody ? WriteJson(response, codec.Format(message, binding.ResponseField)) : ValueTask.CompletedTask;
    }

    // Encodes straight into the connection's buffer; not async, since the characters belong to this thread.
    private static ValueTask WriteJson(HttpResponse response, ReadOnlySpan<char> json)
    {
        var length = Encoding.UTF8.GetByteCount(json);
        response.ContentType = Json;
        response.ContentLength = length;
        var writer = response.BodyWriter;
        writer.Advance(Encoding.UTF8.GetBytes(json, writer.GetSpan(length)));
        return Flush(writer.FlushAsync(response.HttpContext.RequestAborted));

        static async ValueTask Flush(ValueTask<FlushResult> flush) => await flush;
    }
}
