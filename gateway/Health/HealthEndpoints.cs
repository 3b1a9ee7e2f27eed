using FactoryFlow.Gateway.Api;
using System.Buffers;
using System.Text.Json;
using FactoryFlow.Gateway.Directory;
using FactoryFlow.Platform.Auth;

namespace FactoryFlow.Gateway.Health;

/// <summary>Whether the gateway lives, and whether everything behind it is ready.</summary>
internal static class HealthEndpoints
{
    private static ReadOnlySpan<byte> Live => """{"status":"UP"}"""u8;

    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/health/live", Reading.Methods, AnswerLive);
        endpoints.MapMethods("/health/ready", Reading.Methods, AnswerReady);
        endpoints.MapMethods("/api/health", Reading.Methods, AnswerReady);
    }

    private static async Task AnswerLive(HttpContext context)
    {
        Prepare(context.Response, StatusCodes.Status200OK);
        context.Response.BodyWriter.Write(Live);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static async Task AnswerReady(HttpContext context)
    {
        var directory = context.RequestServices.GetRequiredService<AccessDirectory>();
        var keys = context.RequestServices.GetRequiredService<KeySource>();
        var parts = await context.RequestServices.GetRequiredService<ServiceHealth>().Ask();
        var isReady = directory.IsComplete && keys.HasKeys && parts.All(part => part.IsReady);
        Prepare(context.Response, isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        await using (var writer = new Utf8JsonWriter(context.Response.BodyWriter))
        {
            Write(writer, parts, directory, keys, isReady);
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static void Prepare(HttpResponse response, int status)
    {
        response.StatusCode = status;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.CacheControl = "no-store";
    }

    private static void Write(Utf8JsonWriter writer, IReadOnlyList<PartHealth> parts, AccessDirectory directory, KeySource keys, bool isReady)
    {
        writer.WriteStartObject();
        writer.WriteString("status", isReady ? "UP" : "DOWN");
        writer.WriteStartObject("parts");
        writer.WriteStartObject("gateway");
        writer.WriteString("status", directory.IsComplete && keys.HasKeys ? "UP" : "DOWN");
        writer.WriteString("keys", keys.HasKeys ? "UP" : "DOWN");
        // What was said last goes on holding while a service is down; how old it is, is said here.
        foreach (var source in new[] { directory.Tenants, directory.Cutoffs })
            if (source.Age is { } age) writer.WriteNumber(source.Name + "AgeSeconds", Math.Round(age.TotalSeconds, 1));
            else writer.WriteNull(source.Name + "AgeSeconds");
        writer.WriteEndObject();
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
