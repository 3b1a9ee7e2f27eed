using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using FactoryFlow.Gateway.Languages;
using FactoryFlow.Gateway.Pipeline;

namespace FactoryFlow.Gateway.Problems;

/// <summary>Writes problem details, in the language of the call.</summary>
internal static class ProblemWriter
{
    // The answer is application/problem+json, never HTML: quotes and umlauts may stand as they are.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async ValueTask Write(HttpContext context, Problem problem)
    {
        // Nobody reads what is written to a client that went away.
        if (context.RequestAborted.IsCancellationRequested) return;
        var catalogue = CallLanguage.Speak(context);
        var response = context.Response;
        response.StatusCode = problem.Status;
        response.ContentType = "application/problem+json";
        ApiAnswer.Mark(response);
        RequestIds.Mark(context);
        if (problem.Status == StatusCodes.Status401Unauthorized) response.Headers.WWWAuthenticate = "Bearer";
        if (problem.RetryAfter is { } after)
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        var time = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        await using (var writer = new Utf8JsonWriter(response.BodyWriter, Options))
        {
            Write(writer, catalogue.Title(problem), catalogue.Translate(problem), context, time);
            response.ContentLength = writer.BytesPending + writer.BytesCommitted;
        }

        await response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static void Write(Utf8JsonWriter writer, string title, Problem problem, HttpContext context, DateTimeOffset time)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "/docs/errors#" + problem.Reason);
        writer.WriteString("title", title);
        writer.WriteNumber("status", problem.Status);
        writer.WriteString("detail", problem.Detail);
        writer.WriteString("instance", context.Request.Path);
        writer.WriteString("code", problem.Code);
        writer.WriteString("reason", problem.Reason);
        writer.WriteStartArray("errors");
        foreach (var error in problem.Errors)
        {
            writer.WriteStartObject();
            writer.WriteString("field", error.Field);
            writer.WriteString("message", error.Message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("requestId", context.TraceIdentifier);
        if (Traces.IdOf(context) is { } trace) writer.WriteString("traceId", trace);
        writer.WriteString("timestamp", time.UtcDateTime);
        writer.WriteEndObject();
    }
}
