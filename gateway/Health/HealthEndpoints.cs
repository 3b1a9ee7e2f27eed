using System.Buffers;
using System.Text.Json;

namespace FactoryFlow.Gateway.Health;

/// <summary>Whether the gateway lives, and whether everything behind it is ready.</summary>
internal static class HealthEndpoints
{
    private static ReadOnlySpan<byte> Live => """{"status":"UP"}"""u8;

    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/health/live", AnswerLive);
        endpoints.MapGet("/health/ready", AnswerReady);
        endpoints.MapGet("/api/health", AnswerReady);
    }

    private static async Task AnswerLive(HttpContext context)
    {
        Prepare(context.Response, StatusCodes.Status200OK);
        context.Response.BodyWriter.Write(Live);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static async Task AnswerReady(HttpContext context)
    {
        var parts = await context.RequestServices.GetRequiredService<ServiceHealth>().Ask();
        var isReady = parts.All(part => part.IsReady);
        Prepare(context.Response, isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        await using (var writer = new Utf8JsonWriter(context.Response.BodyWriter))
        {
            Write(writer, parts, isReady);
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static void Prepare(HttpResponse response, int status)
    {
        response.StatusCode = status;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.CacheControl = "no-store";
    }

    private static void Write(Utf8JsonWriter writer, IReadOnlyList<PartHealth> parts, bool isReady)
    {
        writer.WriteStartObject();
        writer.WriteString("status", isReady ? "UP" : "DOWN");
        writer.WriteStartObject("parts");
        foreach (var part in parts)
        {
            writer.WritePropertyName(part.Service);
            if (part.Report is { } report) report.WriteTo(writer);
            else
            {
                writer.WriteStartObject();
                writer.WriteString("status", part.IsReady ? "UP" : "DOWN");
                writer.WriteEndObject();
            }
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
