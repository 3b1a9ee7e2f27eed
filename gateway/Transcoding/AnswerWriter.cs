using System.Text;
using FactoryFlow.Gateway.Problems;

namespace FactoryFlow.Gateway.Transcoding;

/// <summary>Writes what a service answered as the HTTP answer that its RPC asks for.</summary>
internal sealed class AnswerWriter(JsonCodec codec)
{
    private const string Json = "application/json; charset=utf-8";

    public ValueTask WriteAsync(HttpContext context, HttpBinding binding, GrpcCall call)
    {
        if (!GrpcFrame.TryGetMessage(call.Answer, out var bytes))
        {
            return ProblemWriter.WriteAsync(context, Problem.Internal());
        }

        var response = context.Response;
        if (call.IsReplayed)
        {
            response.Headers["Idempotency-Replayed"] = "true";
        }

        var message = binding.Rpc.OutputType.Parser.ParseFrom(bytes);
        response.StatusCode = binding.Success.StatusOf(message);
        if (binding.Success.LocationOf(message) is { } location)
        {
            response.Headers.Location = location;
        }

        return binding.Success.HasBody ? WriteJsonAsync(response, codec.Format(message, binding.ResponseField)) : ValueTask.CompletedTask;
    }

    // Encodes straight into the connection's buffer; not async, since the characters belong to this thread.
    private static ValueTask WriteJsonAsync(HttpResponse response, ReadOnlySpan<char> json)
    {
        var length = Encoding.UTF8.GetByteCount(json);
        response.ContentType = Json;
        response.ContentLength = length;
        var writer = response.BodyWriter;
        writer.Advance(Encoding.UTF8.GetBytes(json, writer.GetSpan(length)));
        return FlushAsync(writer.FlushAsync(response.HttpContext.RequestAborted));

        static async ValueTask FlushAsync(ValueTask<System.IO.Pipelines.FlushResult> flush) => await flush;
    }
}
