using FactoryFlow.Events;
using FactoryFlow.Events.Tenancy;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Messages;
using FactoryFlow.Platform.Tenants;
using FactoryFlow.Production.Clients;
using FactoryFlow.Production.V1;
using FactoryFlow.Production.Workers;
using FactoryFlow.Tenancy.V1;
using FactoryFlow.Testing;
using Google.Protobuf.WellKnownTypes;
using ArticleService = FactoryFlow.Production.Articles.ArticleService;
using JobService = FactoryFlow.Production.Jobs.JobService;
using HeldReportService = FactoryFlow.Production.HeldReports.HeldReportService;
using ScanService = FactoryFlow.Production.Scans.ScanService;
using StepReportService = FactoryFlow.Production.Reports.StepReportService;
using WorkerService = FactoryFlow.Production.Workers.WorkerService;
using RateService = FactoryFlow.Production.Rates.RateService;

namespace FactoryFlow.Production.Tests.Support;

/// <summary>A tenant of its own for one test: paid Cutting and Sewing, then the unpaid Packing; sizes 38 and 40.</summary>
internal sealed class Floor
{
    private readonly World _world;
    private int _things;

    public Floor(World world)
    {
        _world = world;
        Configure();
    }

    public Guid Tenant { get; } = Guid.NewGuid();

    /// <summary>How long ago jobs were created, and steps started, which are made here: work was done since then.</summary>
    public TimeSpan Age { get; init; }

    /// <summary>Tenancy is never asked: what the plan allows is kept here already.</summary>
    public WorkerService Workers => new(_world.Db, new Limits(new TenantStates(null!, TimeProvider.System)), new UserLinks(new StaffClient(_world.Identity, TimeProvider.System)));

    public ArticleService Articles => new(_world.Db, _world.Configs);

    public RateService Rates => new(_world.Db, _world.Configs);

    public JobService Jobs => new(_world.Db, _world.Configs);

    public StepReportService Reports => new(_world.Db);

    public ScanService Scans => new(_world.Db);

    public HeldReportService HeldReports => new(_world.Db);

    public void Configure(Action<TenantConfig>? change = null)
    {
        var config = Tests.Jobs.Some.Config();
        change?.Invoke(config);
        _world.Tenancy.Set(Tenant, config);
    }

    /// <summary>A call of this tenant's.</summary>
    public TestCall Call(string? key = null)
    {
        FakeTenancy.AskAs(Tenant);
        return TestCall.Of(Tenant, key);
    }

    /// <summary>A call of one of this tenant's users, who holds what it requires in a narrower scope.</summary>
    public TestCall CallOf(Guid user, string scope)
    {
        FakeTenancy.AskAs(Tenant);
        return TestCall.Of(Tenant, user: user, scope: scope);
    }

    /// <summary>Says what the tenant's plan allows, and what is switched on for it.</summary>
    public Task Allow(int workers, params string[] flags) => _world.Db.As(Tenant, tx =>
    {
        TenantStates.Keep(tx, new TenantChanged
        {
            EventId = tx.NewId(), TenantId = Tenant, OccurredAt = tx.Now, Version = ++_things, Slug = "north", Name = "North", Status = "ACTIVE", Plan = "pro", Currency = "EUR",
            Limits = new TenantLimits { MaxJobSteps = -1, MaxArticleAttributes = -1, MaxUsers = -1, MaxWorkers = workers },
            RateLimits = new TenantRateLimits { RequestsPerMinute = -1, RequestsPerMinutePerUser = -1 }, FeatureFlags = flags.ToDictionary(flag => flag, _ => true), CorsOrigins = [],
        });
        return Task.FromResult(true);
    }, Limit.Soon());

    /// <summary>Somebody of the tenant's staff, as identity knows them.</summary>
    public Guid User(string email = "") => _world.Identity.Add(Tenant, Guid.CreateVersion7(), email);

    /// <summary>Handles facts as if they came from the bus.</summary>
    public Task Hear<TFact, THandler>(params TFact[] facts) where TFact : class, IFact where THandler : IFactHandler<TFact>, new() =>
        _world.Db.Handle(THandler.Name, facts, new THandler().Plan, Limit.Soon());

    public async Task<Guid> Worker(Guid? user = null)
    {
        var id = Guid.CreateVersion7();
        await _world.Db.As(Tenant, tx =>
        {
            WorkerStore.Add(tx, new WorkerRow(id, "W" + ++_things, "A worker", "", "", user, 1, null, tx.Now));
            return Task.FromResult(true);
        }, Limit.Soon());
        return id;
    }

    public async Task<Article> Article(params (string Step, string Amount)[] rates)
    {
        var request = new CreateArticleRequest { Code = "A" + ++_things, Name = "An article" };
        foreach (var (step, amount) in rates) request.StepRates[step] = amount;
        return await Articles.CreateArticle(request, Call()).InTime();
    }

    public Task<Production.V1.Rate> Rate(Article article, string step, string amount, DateTimeOffset? from = null) => Rates.CreateRate(
        new CreateRateRequest { ArticleId = article.Id, Step = step, Amount = amount, EffectiveTime = from is { } time ? Timestamp.FromDateTimeOffset(time) : null }, Call()).InTime();

    /// <summary>A job of a hundred pieces; a step is given to a worker where one is named.</summary>
    public async Task<Production.V1.Job> Job(Article article, Guid? worker = null, params string[] steps)
    {
        var request = new CreateJobRequest { ArticleId = article.Id, Quantities = { ["38"] = 60, ["40"] = 40 } };
        foreach (var step in steps) request.Assignments[step] = worker.ToString();
        var job = await Jobs.CreateJob(request, Call()).InTime();
        if (Age > TimeSpan.Zero) await _world.Look("update jobs set create_time = create_time - $2 where id = $1", Guid.Parse(job.Id), Age);
        return job;
    }

    /// <summary>A job of a hundred pieces whose first step, Cutting, is in progress; all three are the worker's.</summary>
    public async Task<Production.V1.Job> Started(Article article, Guid? worker = null)
    {
        var job = await Job(article, worker ?? await Worker(), "Cutting", "Sewing", "Packing");
        job = await Start(job, "Cutting");
        if (Age > TimeSpan.Zero) await _world.Look("update job_steps set start_time = start_time - $2 where job_id = $1", Guid.Parse(job.Id), Age);
        return job;
    }

    public Task<Production.V1.Job> Assign(Production.V1.Job job, string step, string worker) =>
        Jobs.AssignJobStep(new() { JobId = job.Id, StepId = job.StepId(step), WorkerId = worker }, Call()).InTime();

    /// <summary>Gives a step to several, who worked as long as each other.</summary>
    public Task<Production.V1.Job> Share(Production.V1.Job job, string step, params Guid[] workers)
    {
        var request = new AssignJobStepRequest { JobId = job.Id, StepId = job.StepId(step), ShareBasis = Production.V1.Share.Types.Basis.Hours };
        request.Shares.AddRange(workers.Select(w => new Share { WorkerId = w.ToString(), Part = "1" }));
        return Jobs.AssignJobStep(request, Call()).InTime();
    }

    public Task<Production.V1.Job> Start(Production.V1.Job job, string step) => Jobs.StartJobStep(new() { JobId = job.Id, StepId = job.StepId(step) }, Call()).InTime();

    public Task<Production.V1.Job> Report(Production.V1.Job job, string step, int good, int rejected = 0, Action<ReportJobStepRequest>? change = null)
    {
        var request = new ReportJobStepRequest { JobId = job.Id, StepId = job.StepId(step), GoodQuantity = good, RejectedQuantity = rejected };
        change?.Invoke(request);
        return Reports.ReportJobStep(request, Call()).InTime();
    }

    public Task<Production.V1.Job> Complete(Production.V1.Job job, string step, Action<CompleteJobStepRequest>? change = null)
    {
        var request = new CompleteJobStepRequest { JobId = job.Id, StepId = job.StepId(step) };
        change?.Invoke(request);
        return Jobs.CompleteJobStep(request, Call()).InTime();
    }

    public Task<Production.V1.Job> Reopen(Production.V1.Job job, string step, string report = "") =>
        Reports.ReopenJobStep(new() { JobId = job.Id, StepId = job.StepId(step), ReportId = report, Reason = "Counted twice." }, Call()).InTime();

    public async Task<IReadOnlyList<StepReport>> ReportsOf(Production.V1.Job job, string step) =>
        (await Reports.ListStepReports(new() { JobId = job.Id, StepId = job.StepId(step) }, Call()).InTime()).Reports;

    /// <summary>The facts of this tenant's that wait for the broker, which is not there, in order.</summary>
    public async Task<List<T>> Facts<T>() where T : IFact => [.. (await _world.Look("select type || ' ' || body from outbox where tenant_id = $1 order by sequence", Tenant))
        .Select(row => FactJson.Read(row[..row.IndexOf(' ', StringComparison.Ordinal)], row[row.IndexOf(' ', StringComparison.Ordinal)..])).OfType<T>()];

    /// <summary>What a refused call is refused for.</summary>
    public static async Task<Refusal> Refused(Func<Task> call) => await Should.ThrowAsync<Refusal>(call);

    /// <summary>How calls at once end: null where one succeeds, else the reason for which it is refused.</summary>
    public static Task<string?[]> AtOnce(int count, Func<Task> call) => Task.WhenAll(Enumerable.Range(0, count).Select(_ => Task.Run(() => Outcome(call))));

    public static async Task<string?> Outcome(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (Refusal refusal)
        {
            return refusal.Reason.Name;
        }
    }

    /// <summary>The actions of the audit entries on something, in order.</summary>
    public Task<List<string>> Audited(string id) =>
        _world.Look("select action from audit_entries where tenant_id = $1 and entity_id = $2 order by id", Tenant, Guid.Parse(id));
}

/// <summary>Where things are in a job.</summary>
internal static class JobParts
{
    public static string StepId(this Production.V1.Job job, string name) => job.Step(name).Id;

    public static Production.V1.Step Step(this Production.V1.Job job, string name) => job.Steps.Single(s => s.Name == name);
}
