using FactoryFlow.EndToEnd.Tests.Api;

namespace FactoryFlow.EndToEnd.Tests.Isolation;

/// <summary>Two tenants that did everything there is to do, so that every table has rows of both.</summary>
public sealed class TwoTenants(WholeSystem system) : IAsyncLifetime
{
    internal Ground A { get; private set; } = null!;

    internal Ground B { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        A = await Live(await Ground.Make(system.Running));
        B = await Live(await Ground.Make(system.Running));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<Ground> Live(Ground ground)
    {
        var (slug, anybody) = (ground.Factory.Slug, system.Running.Anybody);
        (await anybody.Post("/api/v1/auth/login", new { tenant = slug, email = Factory.EmailOf(slug), password = "not the right one" })).Expect(401);
        var session = (await anybody.Post("/api/v1/auth/login", new { tenant = slug, email = "nobody@" + slug + ".example", password = "not the right one" })).Expect(401);
        session.Reason.ShouldBe("SIGN_IN_REFUSED");
        var another = (await anybody.Post("/api/v1/auth/login", new { tenant = slug, email = Factory.EmailOf(slug), password = Factory.Password })).Expect(200);
        (await anybody.Post("/api/v1/auth/logout", new { refreshToken = another.Text("refreshToken") })).Expect(204);
        (await ground.Started.TryRework("Cutting", 1)).Expect(200);
        await Released(ground);
        await Scanned(ground);
        await TakenBack(ground);
        await PaidInDollars(ground);
        await Departed(ground);
        await Doings.Undo(ground.Factory);
        var unrated = await ground.Factory.Article(("Sewing", "1.0000"));
        await ground.Factory.Earned(ground.Worker, unrated, pieces: 3);
        await Eventually.Sees(() => ground.Factory.Admin.Get("/api/v1/ledger/held-lines"), held => held.Items("heldLines").Count == 1);
        (await ground.Factory.Admin.Post($"/api/v1/ledger/disputes/{ground.Dispute}:resolve", new { message = "It was right.", entryIds = new[] { ground.PaymentEntry } })).Expect(200);
        (await anybody.Post("/api/v1/auth/magic-link", new { tenant = slug, email = Factory.EmailOf(slug) })).Expect(202);
        await Mailbox.Of(system.Running).Receive("magic-link", slug);
        var invitation = (await Mailbox.Of(system.Running).Receive("invitation", slug, 2)).Token;
        (await anybody.Post("/api/v1/invitations/accept", new { token = invitation, password = Factory.Password })).Expect(200);
        (await system.Running.Platform.Put($"/api/v1/tenants/{ground.Factory.TenantId}/feature-flags", new { flags = new { customer_signup = true } })).Expect(200);
        await Eventually.Sees(() => anybody.Post("/api/v1/auth/signup", new { tenant = slug, email = "customer@people.example", name = "A customer", password = Factory.Password }), reply => reply.Status == 202);
        return ground;
    }

    // Work that was credited and then found to be counted twice, and so was what was paid for it.
    private static async Task TakenBack(Ground ground)
    {
        var another = await ground.Factory.Worker();
        var job = await ground.Factory.Earned(another, ground.Article, pieces: 4);
        await ground.Factory.BalanceBecomes(another, 1m);
        (await job.TryReopen("Cutting")).Expect(200);
        await ground.Factory.BalanceBecomes(another, 0m);
        var payment = (await ground.Factory.Pay(another, "1")).Expect(201).Text("id");
        (await ground.Factory.Admin.Post($"/api/v1/ledger/payments/{payment}:reverse", new { reason = "Paid twice" })).Expect(200);
    }

    // A payment in another currency, at the rate of its day.
    private static async Task PaidInDollars(Ground ground)
    {
        var date = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        (await ground.Factory.Admin.Post("/api/v1/ledger/exchange-rates", new { currency = "USD", date, rate = "0.9" })).Expect(201);
        (await ground.Factory.Pay(await ground.Factory.Worker(), "1", currency: "USD")).Expect(201).Amount("baseAmount").ShouldBe(0.9m);
    }

    // Somebody who signed in as a worker, and is gone.
    private static async Task Departed(Ground ground)
    {
        var user = (await ground.Factory.Admin.Post("/api/v1/users", new { email = "gone@people.example", name = "Gone", kind = "STAFF", roles = new[] { "worker" } })).Expect(201).Text("id");
        var worker = (await ground.Factory.Admin.Post("/api/v1/workers", new { code = ground.Factory.Next("G"), name = "Gone", userId = user })).Expect(201).Text("id");
        (await ground.Factory.Admin.Send(HttpMethod.Delete, $"/api/v1/users/{user}", null)).Expect(204);
        await Eventually.Sees(() => ground.Factory.Admin.Get($"/api/v1/workers/{worker}"), seen => seen.Text("userId").Length == 0);
    }

    // Work that a device recorded while it was offline, at a job that says of what colour it is to be.
    private static async Task Scanned(Ground ground)
    {
        object[] colour = [new { name = "colour", type = "TEXT" }];
        (await ground.Factory.Admin.Post("/api/v1/tenant-config", Factory.Configuration([("Cutting", true), ("Sewing", true), ("Packing", false)], colour))).Expect(200);
        var (assignments, quantities) = (new Dictionary<string, string> { ["Cutting"] = await ground.Factory.Worker() }, new Dictionary<string, int> { ["38"] = 10 });
        var job = (await ground.Factory.Admin.Post("/api/v1/jobs", new { articleId = ground.Article, quantities, attributes = new { colour = "red" }, assignments })).Expect(201);
        var scan = new { scanId = Guid.NewGuid(), job = job.Text("id"), step = "Cutting", goodQuantity = 3, occurTime = DateTimeOffset.UtcNow };
        (await ground.Factory.Admin.Post("/api/v1/scans:batch", new { scans = new[] { scan } })).Expect(200).Text("results.0.status").ShouldBe("ACCEPTED");
    }

    // Work that was held until its rate came.
    private static async Task Released(Ground ground)
    {
        var late = await ground.Factory.Article();
        await ground.Factory.Earned(ground.Worker, late, pieces: 2);
        await ground.Factory.Admin.Post($"/api/v1/articles/{late}/rates", new { step = "Cutting", amount = "0.1000", effectiveTime = "2020-01-01T00:00:00Z" });
        await Eventually.Sees(() => ground.Factory.Admin.Get("/api/v1/held-reports"), held => held.Items("heldReports").Count == 0);
    }
}
