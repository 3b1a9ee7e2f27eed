using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Messages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace FactoryFlow.Platform.Hosting;

/// <summary>Whether the service can serve: its database answers, its broker is connected, and it can verify tokens.</summary>
internal sealed class Readiness(NpgsqlDataSource database, BusKeeper bus, KeySource? keys = null)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public static void Map(WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Ok(new { status = "UP" }));
        app.MapGet("/health/ready", async (HttpContext http) =>
        {
            var parts = await app.Services.GetRequiredService<Readiness>().Parts(http.RequestAborted);
            var isReady = parts.Values.All(p => p.Status == "UP");
            return Results.Json(new { status = isReady ? "UP" : "DOWN", parts }, statusCode: isReady ? 200 : 503);
        });
    }

    public async Task<Dictionary<string, Part>> Parts(CancellationToken ct) => new()
    {
        ["database"] = await Database(ct),
        ["broker"] = bus.Trouble is { } trouble ? new Part("DOWN", trouble) : Part.Up,
        ["keys"] = keys is { HasKeys: false } ? new Part("DOWN", "The signing keys could not be fetched from identity yet.") : Part.Up,
    };

    private async Task<Part> Database(CancellationToken ct)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(Limit);
        try
        {
            await using var command = database.CreateCommand("select 1");
            await command.ExecuteScalarAsync(limited.Token);
            return Part.Up;
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            return new Part("DOWN", "The database does not answer.");
        }
    }

    /// <summary>One thing that the service needs.</summary>
    internal sealed record Part(string Status, string? Detail)
    {
        public static readonly Part Up = new("UP", null);
    }
}
