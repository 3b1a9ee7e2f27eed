using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace FactoryFlow.AppHost;

/// <summary>A shoe factory's first day, played through the gateway's JSON API alone and compared with samples/first-day.json.</summary>
internal static class Demo
{
    private const string Administrator = "admin@factoryflow.localhost";

    /// <summary>Plays it and says whether every figure came out as expected.</summary>
    public static async Task<bool> Play(Uri gatewayAddress, string adminPassword, TextWriter output, CancellationToken cancellationToken)
    {
        var (story, day, watch) = (new Story(output), FirstDay.Load(), Stopwatch.StartNew());
        // Seconds since 2026 in base 16: new for each run, and short enough for a slug.
        var run = ((TimeProvider.System.GetUtcNow() - new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).Ticks / TimeSpan.TicksPerSecond).ToString("x", CultureInfo.InvariantCulture);
        using var api = new FactoryApi(gatewayAddress, run, cancellationToken);
        var floor = new Floor(api, day, story, cancellationToken);
        try
        {
            story.Chapter("A factory opens");
            await Open(api, day, story, $"{day.Tenant.Slug}-{run}", adminPassword);
            await floor.SetUp();
            story.Chapter("A day's work");
            foreach (var turn in day.Day)
            {
                if (turn.Work is { } work) await floor.Do(work);
                if (turn.Payment is { } payment) await floor.Pay(payment);
            }

            story.Chapter("The books in the evening");
            await new Books(api, day, floor, story).Close();
        }
        catch (Exception e) when (e is ApiException or HttpRequestException or JsonException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            story.BreakOff(e.Message);
            return false;
        }

        return story.End(watch.Elapsed);
    }

    private static async Task Open(FactoryApi api, FirstDay day, Story story, string slug, string adminPassword)
    {
        await api.SignIn(tenant: null, Administrator, adminPassword);
        var planSlug = (string)day.Plan["slug"]!;
        var isThere = await api.Find($"/api/v1/plans/{planSlug}") is not null;
        if (!isThere) await api.Post("/api/v1/plans", day.Plan);
        story.Say($"The plan {planSlug} {(isThere ? "is there already" : "is new")}");

        var (admin, password) = (day.Tenant.Admin, RandomNumberGenerator.GetHexString(32));
        var tenant = await api.Post("/api/v1/tenants", new
        {
            name = day.Tenant.Name, slug, plan = planSlug, currency = day.Tenant.Currency, admin = new { email = admin.Email, name = admin.Name, password },
        });
        story.Say(story.Same("tenant, status", "ACTIVE", tenant.Text("status")),
            $"{day.Tenant.Name} opens at {tenant.Text("domain")} and pays in {tenant.Text("currency")}");
        await api.SignIn(slug, admin.Email, password);
        story.Say($"{admin.Name} signs in");
    }
}
