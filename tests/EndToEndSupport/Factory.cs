using System.Globalization;
using System.Text.Json;

namespace FactoryFlow.EndToEnd.Support;

/// <summary>A tenant of its own for one test, built by real calls; its administrator is the one who calls.</summary>
public sealed class Factory
{
    public const string Password = "long enough to be safe";

    private static int s_count;
    private int _things;

    private Factory(RunningSystem system, string slug, string planId, string tenantId, Client admin) =>
        (System, Slug, PlanId, TenantId, Admin) = (system, slug, planId, tenantId, admin);

    public RunningSystem System { get; }

    public string Slug { get; }

    public string PlanId { get; }

    public string TenantId { get; }

    /// <summary>The tenant's administrator.</summary>
    public Client Admin { get; }

    /// <summary>Opens a plan and a tenant on it, without a configuration.</summary>
    public static async Task<Factory> Open(RunningSystem system, string currency = "EUR", object? limits = null)
    {
        var slug = NewSlug();
        var plan = (await system.Platform.Post("/api/v1/plans", Plan(slug, limits))).Expect(201);
        var opening = Guid.NewGuid().ToString();
        var tenant = (await Client.Retry(() => system.Platform.Post("/api/v1/tenants", Tenant(slug, currency), opening))).Expect(201);
        return new Factory(system, slug, plan.Text("id"), tenant.Text("id"), await system.Anybody.SignIn(slug, EmailOf(slug), Password));
    }

    /// <summary>Opens a sandbox on the same plan, without a configuration.</summary>
    public async Task<Factory> OpenSandbox()
    {
        var (slug, opening) = (NewSlug(), Guid.NewGuid().ToString());
        var asked = new { name = "Sandbox " + slug, slug, plan = Slug, currency = "EUR", isSandbox = true, admin = new { email = EmailOf(slug), password = Password, name = "The owner" } };
        var tenant = (await Client.Retry(() => System.Platform.Post("/api/v1/tenants", asked, opening))).Expect(201);
        return new Factory(System, slug, PlanId, tenant.Text("id"), await System.Anybody.SignIn(slug, EmailOf(slug), Password));
    }

    /// <summary>A factory with two paid steps, Cutting and Sewing, and the unpaid Packing; sizes 38 and 39; no attributes.</summary>
    public static async Task<Factory> OpenConfigured(RunningSystem system, string currency = "EUR") =>
        await (await Open(system, currency)).Configure(("Cutting", true), ("Sewing", true), ("Packing", false));

    public static string NewSlug() => string.Create(CultureInfo.InvariantCulture, $"t{Interlocked.Increment(ref s_count)}-{Random.Shared.Next():x}");

    public static string EmailOf(string slug) => $"owner@{slug}.example";

    /// <summary>What opening a plan takes; without limits unless some are given.</summary>
    public static object Plan(string slug, object? limits = null) => new
    {
        slug,
        name = "Plan " + slug,
        limits = limits ?? new { maxJobSteps = -1, maxArticleAttributes = -1, maxUsers = -1, maxWorkers = -1 },
        rateLimits = new { requestsPerMinute = -1 },
    };

    /// <summary>What opening a tenant takes, on the plan of the same slug.</summary>
    public static object Tenant(string slug, string currency = "EUR", string? plan = null) => new
    {
        name = "Factory " + slug,
        slug,
        plan = plan ?? slug,
        currency,
        admin = new { email = EmailOf(slug), password = Password, name = "The owner" },
    };

    /// <summary>What a configuration with these steps takes.</summary>
    public static object Configuration(IEnumerable<(string Name, bool IsPaid)> steps, object[]? attributes = null) => new
    {
        jobSteps = steps.Select((step, i) => new { name = step.Name, order = i + 1, isPaid = step.IsPaid }),
        articleAttributes = attributes ?? [],
        sizeRange = new[] { "38", "39" },
        ledgerEntryTypes = new[] { new { name = "BONUS", direction = "CREDIT" }, new { name = "MEAL", direction = "DEBIT" } },
        pagination = new { pageSize = 50 },
    };

    public async Task<Factory> Configure(params (string Name, bool IsPaid)[] steps)
    {
        (await Admin.Post("/api/v1/tenant-config", Configuration(steps))).Expect(200);
        return this;
    }

    /// <summary>A worker's id.</summary>
    public async Task<string> Worker(string? code = null) =>
        (await Admin.Post("/api/v1/workers", new { code = code ?? Next("W"), name = "A worker" })).Expect(201).Text("id");

    /// <summary>An article's id; rates by step.</summary>
    public async Task<string> Article(params (string Step, string Rate)[] rates) =>
        (await Admin.Post("/api/v1/articles", new { code = Next("A"), name = "An article", stepRates = rates.ToDictionary(r => r.Step, r => r.Rate) })).Expect(201).Text("id");

    /// <summary>A job for pieces of size 38, every step given to one worker.</summary>
    public async Task<Job> Job(string article, int pieces, string? worker = null, params string[] steps)
    {
        var assignments = worker is null ? [] : steps.ToDictionary(step => step, _ => worker);
        var created = (await Admin.Post("/api/v1/jobs", new { articleId = article, quantities = new Dictionary<string, int> { ["38"] = pieces }, assignments })).Expect(201);
        return new Job(this, created);
    }

    /// <summary>A job of one paid step that is completed: earns pieces times rate, once the ledger has heard of it.</summary>
    public async Task<Job> Earned(string worker, string article, int pieces)
    {
        var job = await Job(article, pieces, worker, "Cutting");
        await job.Start("Cutting");
        await job.Complete("Cutting");
        return job;
    }

    /// <summary>Pays a worker.</summary>
    public Task<Reply> Pay(string worker, string amount, string? key = null, string currency = "EUR") =>
        Admin.Post("/api/v1/ledger/payments", new { workerId = worker, amount, currency, method = "CASH" }, key);

    /// <summary>Books an entry of one of the tenant's own types.</summary>
    public Task<Reply> Enter(string worker, string type, string amount, string? key = null) =>
        Admin.Post("/api/v1/ledger/entries", new { workerId = worker, type, amount, description = "Agreed on" }, key);

    public async Task<Reply> Balance(string worker) => (await Admin.Get($"/api/v1/ledger/workers/{worker}/balance")).Expect(200);

    public async Task<Reply> Jobs(string worker) => (await Admin.Get($"/api/v1/ledger/workers/{worker}/jobs")).Expect(200);

    public async Task<Reply> Statement(string worker) => (await Admin.Get($"/api/v1/ledger/workers/{worker}?pageSize=200")).Expect(200);

    public async Task<Reply> TrialBalance() => (await Admin.Get("/api/v1/ledger/trial-balance")).Expect(200);

    /// <summary>The worker's balance as soon as it is this.</summary>
    public Task<Reply> BalanceBecomes(string worker, decimal amount) => Eventually.Sees(() => Balance(worker), reply => reply.Amount("balance") == amount);

    /// <summary>All rows of a list, page by page.</summary>
    public static async Task<List<JsonElement>> Pages(Client client, string path, string plural, int size, int mostPages = 200)
    {
        var rows = new List<JsonElement>();
        var token = "";
        for (var page = 0; page < mostPages; page++)
        {
            var reply = (await client.Get($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}pageSize={size}&pageToken={token}")).Expect(200);
            rows.AddRange(reply.Items(plural));
            token = reply.Text("nextPageToken");
            if (token.Length == 0) return rows;
        }

        throw new InvalidOperationException($"{path} has more than {mostPages} pages.");
    }

    public string Next(string prefix) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{Interlocked.Increment(ref _things):000}");
}
