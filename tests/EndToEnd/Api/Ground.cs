using Dapper;

namespace FactoryFlow.EndToEnd.Tests.Api;

/// <summary>A factory with one of everything, for tests that need something real to point at.</summary>
internal sealed record Ground(Factory Factory, string Worker, string Article, Job Pending, Job Started, Job Completed, string Payment)
{
    /// <summary>The last month but one, which is closed and is to be opened again, as a second administrator asked for.</summary>
    public static string ClosedPeriod => DateTimeOffset.UtcNow.AddDays(1 - DateTimeOffset.UtcNow.Day).AddMonths(-2).ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The last month, which is not closed yet.</summary>
    public static string EndedPeriod => DateTimeOffset.UtcNow.AddDays(1 - DateTimeOffset.UtcNow.Day).AddMonths(-1).ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The ledger's entry of <see cref="Payment" />.</summary>
    public required string PaymentEntry { get; init; }

    /// <summary>A dispute about a wage of <see cref="Worker" />.</summary>
    public required string Dispute { get; init; }

    /// <summary>What the second administrator asked for.</summary>
    public required string Reopening { get; init; }

    /// <summary>A correction of an article's rate, and the preview of another one.</summary>
    public required (string Id, string Article, string PreviewHash) Corrected { get; init; }

    /// <summary>An article that no job is for.</summary>
    public required string SpareArticle { get; init; }

    /// <summary>A job that nobody began.</summary>
    public required string SpareJob { get; init; }

    /// <summary>A worker who never had any work.</summary>
    public required string SpareWorker { get; init; }

    /// <summary>An entry of the tenant's own types.</summary>
    public required string Entry { get; init; }

    /// <summary>What a statement of <see cref="Worker" /> is verified with.</summary>
    public required string VerificationCode { get; init; }

    /// <summary>A rate of <see cref="Article" />.</summary>
    public required string Rate { get; init; }

    /// <summary>What a dollar was worth on a day.</summary>
    public required string ExchangeRate { get; init; }

    /// <summary>A plan that no tenant has.</summary>
    public required string SparePlan { get; init; }

    /// <summary>Another tenant, which is suspended.</summary>
    public required string Suspended { get; init; }

    /// <summary>A sandbox on the plan.</summary>
    public required string Sandbox { get; init; }

    /// <summary>The user who administers it.</summary>
    public required string Owner { get; init; }

    /// <summary>A session of theirs that is not the one which makes the calls.</summary>
    public required string Session { get; init; }

    /// <summary>One of the staff, who has access to <see cref="Place" />.</summary>
    public required string User { get; init; }

    /// <summary>A role of the tenant's own.</summary>
    public required string Role { get; init; }

    /// <summary>One of the tenant's factories.</summary>
    public required string Place { get; init; }

    /// <summary>A factory that <see cref="User" /> has access to, and may lose.</summary>
    public required string SparePlace { get; init; }

    /// <summary>Somebody, a role and a factory to be deleted.</summary>
    public required (string User, string Role, string Place) Spare { get; init; }

    /// <summary>A key of a program's, and one to be revoked.</summary>
    public required (string Used, string Spare) ApiKeys { get; init; }

    /// <summary>An invitation that nobody has answered, and one to be taken back.</summary>
    public required (string Pending, string Spare) Invitations { get; init; }

    /// <summary>A signing key that never signed anything, and that nobody misses.</summary>
    public required string SpareKey { get; init; }

    /// <summary>A workflow and its instances.</summary>
    public required Flow Flow { get; init; }

    /// <summary>Instances that have something done.</summary>
    public required Doings Doings { get; init; }

    /// <summary>A workflow that an order has started.</summary>
    public required string Listening { get; init; }

    /// <summary>Instances that are taken to another version.</summary>
    public required Moves Moves { get; init; }

    /// <summary>Webhooks.</summary>
    public required Hooks Hooks { get; init; }

    /// <summary>Keys that workflows call the API with: one that is there, and one to be deleted.</summary>
    public required (string Used, string Spare) Credentials { get; init; }

    /// <summary>Orders.</summary>
    public required Orders Orders { get; init; }

    /// <summary>Facts that the ledger set aside.</summary>
    public required SetAside SetAside { get; init; }

    public static async Task<Ground> Make(RunningSystem system)
    {
        var factory = await Factory.OpenConfigured(system);
        var worker = await factory.Worker();
        var article = await factory.Article(("Cutting", "0.2500"), ("Sewing", "1.0000"));
        var completed = await factory.Earned(worker, article, pieces: 40);
        await factory.BalanceBecomes(worker, 10m);
        var entry = (await factory.Enter(worker, "BONUS", "1.0000")).Expect(201).Text("id");
        // More than is owed, so that there are an allocation and an advance.
        var paid = (await factory.Pay(worker, "13.0000")).Expect(201);
        var payment = paid.Text("id");
        var wage = (await factory.Admin.Get($"/api/v1/ledger/workers/{worker}")).Expect(200).Text("entries.2.id");
        var reopening = await CloseAPeriod(factory);
        var corrected = await Correct(factory);
        var pending = await factory.Job(article, 10, worker, "Cutting");
        var started = await (await factory.Job(article, 10, worker, "Cutting")).Start("Cutting");
        await started.Report("Cutting", good: 0, rejected: 2);
        var (owner, session) = await AnotherSession(factory);
        var (place, user) = (await Place("P1"), await User("worker@people.example"));
        var another = await Place("P3");
        foreach (var one in new[] { place, another }) (await factory.Admin.Put($"/api/v1/users/{user}/factories/{one}", new { accessLevel = "VIEWER" })).Expect(200);
        var invitations = (await Invitation("guest@people.example"), await Invitation("nobody@people.example"));
        // What is written when they are mailed is there from here on.
        await Mailbox.Of(system).Receive("invitation", factory.Slug, 2);
        return new Ground(factory, worker, article, pending, started, completed, payment)
        {
            Entry = entry,
            VerificationCode = (await factory.Admin.Get($"/api/v1/ledger/workers/{worker}?to={DateTimeOffset.UtcNow:yyyy-MM-dd'T'HH:mm:ss'Z'}")).Expect(200).Text("verificationCode"),
            User = user,
            Reopening = reopening,
            Corrected = corrected,
            PaymentEntry = paid.Text("entryId"),
            Dispute = (await factory.Admin.Post("/api/v1/ledger/disputes", new { entryId = wage, workerId = worker, message = "Too little." })).Expect(201).Text("id"),
            Role = await Role("planner"),
            Place = place,
            SparePlace = another,
            Spare = (await User("spare@people.example"), await Role("spare"), await Place("P2")),
            SpareArticle = await factory.Article(),
            SpareJob = (await factory.Job(article, 1)).Id,
            SpareWorker = await factory.Worker(),
            Rate = (await factory.Admin.Get($"/api/v1/articles/{article}/rates")).Expect(200).Text("rates.0.id"),
            ExchangeRate = await New("ledger/exchange-rates", new { currency = "USD", date = "2026-01-31", rate = "0.9" }),
            Owner = owner,
            Session = session,
            SparePlan = (await system.Platform.Post("/api/v1/plans", Factory.Plan(Factory.NewSlug()))).Expect(201).Text("id"),
            Suspended = await SuspendedTenant(system),
            Sandbox = (await factory.OpenSandbox()).TenantId,
            SpareKey = await AddSpareKey(system),
            ApiKeys = (await ApiKey(), await ApiKey()),
            Invitations = invitations,
            Flow = await Flow.Make(factory),
            Doings = await Doings.Make(factory),
            Listening = await Api.Listening.Make(factory),
            Moves = await Moves.Make(factory),
            Hooks = await Hooks.Make(factory),
            Credentials = (await Credential("shop"), await Credential("spare")),
            Orders = await Orders.Make(factory, article),
            SetAside = await SetAside.Make(factory),
        };

        Task<string> User(string email) => New("users", new { email, name = "A worker", kind = "STAFF", roles = new[] { "worker" } });
        Task<string> Role(string name) => New("roles", new { name, permissions = new[] { "jobs:*:*" } });
        Task<string> Invitation(string email) => New("invitations", new { email, name = "A guest", kind = "STAFF", roles = new[] { "worker" } });
        Task<string> ApiKey() => New("api-keys", new { name = "A program", permissions = new[] { "jobs:create:all" } });
        Task<string> Credential(string name) => New("workflows/credentials", new { name, apiKey = AnyKey });
        Task<string> Place(string code) => New("factories", new { factoryCode = code, name = "A place" });
        async Task<string> New(string plural, object body) => (await factory.Admin.Post("/api/v1/" + plural, body)).Expect(201).Text("id");
    }

    /// <summary>What looks like an API key, and is none.</summary>
    public const string AnyKey = "ffk_nobodys1_AAAAAAAAAAAAAAAAAAAAAA";

    /// <summary>That a piece shall have paid another rate at Cutting in the last days.</summary>
    public static object CorrectionOf(string article, string rate)
    {
        // The same at every call, as a preview and what follows it must be.
        var today = new DateTimeOffset(DateTimeOffset.UtcNow.UtcDateTime.Date, TimeSpan.Zero);
        return new { changes = new[] { new { articleId = article, step = "Cutting", amount = rate } }, fromTime = today.AddDays(-2), toTime = today.AddDays(1) };
    }

    private static async Task<(string Id, string Article, string PreviewHash)> Correct(Factory factory)
    {
        const string Corrections = "/api/v1/ledger/rate-corrections";
        var (worker, article) = (await factory.Worker(), await factory.Article(("Cutting", "0.1000")));
        await factory.Earned(worker, article, pieces: 10);
        await factory.BalanceBecomes(worker, 1m);
        var correction = (await factory.Admin.Post(Corrections, new { scope = CorrectionOf(article, "0.2000"), previewHash = await Preview("0.2000"), reason = "Agreed." })).Expect(201).Text("id");
        await factory.BalanceBecomes(worker, 2m);
        await Eventually.Sees(() => factory.Admin.Get($"{Corrections}/{correction}"), seen => seen.Text("status") == "APPLIED");
        return (correction, article, await Preview("0.3000"));

        async Task<string> Preview(string rate) => (await factory.Admin.Post(Corrections + ":preview", new { scope = CorrectionOf(article, rate) })).Expect(200).Text("previewHash");
    }

    private static async Task<string> CloseAPeriod(Factory factory)
    {
        const string Second = "second@people.example";
        (await factory.Admin.Post("/api/v1/users", new { email = Second, name = "Second", password = Factory.Password, kind = "STAFF", roles = new[] { "admin" } })).Expect(201);
        var second = await factory.System.Anybody.SignIn(factory.Slug, Second, Factory.Password);
        (await second.Post($"/api/v1/ledger/periods/{ClosedPeriod}:close")).Expect(200);
        return (await second.Post($"/api/v1/ledger/periods/{ClosedPeriod}:reopen", new { reason = "Forgotten work." })).Expect(200).Text("seals.0.reopening.id");
    }

    private static async Task<(string Owner, string Session)> AnotherSession(Factory factory)
    {
        var owner = (await Client.Retry(() => factory.System.Anybody.Post("/api/v1/auth/login", new { tenant = factory.Slug, email = Factory.EmailOf(factory.Slug), password = Factory.Password }))).Expect(200);
        var sessions = (await factory.Admin.Get("/api/v1/sessions")).Expect(200).Items("sessions");
        return (owner.Text("user.id"), sessions.First(session => !session.GetProperty("isCurrent").GetBoolean()).GetProperty("id").GetString()!);
    }

    private static async Task<string> SuspendedTenant(RunningSystem system)
    {
        var tenant = (await Factory.Open(system)).TenantId;
        return (await system.Platform.Post($"/api/v1/tenants/{tenant}:suspend", new { reason = "A trial" })).Expect(200).Text("id");
    }

    // Written past every rule: withdrawing one that signs would sign out every test that runs beside.
    private static async Task<string> AddSpareKey(RunningSystem system)
    {
        await using var identity = await system.OpenAsAdministrator("identity");
        return (await identity.ExecuteScalarAsync<string>("""
            insert into signing_keys (kid, x, y, sealed_private_key, create_time, sign_time, retire_time)
            select 'spare-' || gen_random_uuid(), x, y, '', create_time - interval '1 day', sign_time - interval '1 day', now() + interval '1 day'
            from signing_keys where retire_time is null returning kid
            """))!;
    }
}
