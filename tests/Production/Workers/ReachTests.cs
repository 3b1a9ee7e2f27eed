using FactoryFlow.Platform.Auth;
using FactoryFlow.Production.Tests.Support;
using FactoryFlow.Production.V1;
using FactoryFlow.Testing;

namespace FactoryFlow.Production.Tests.Workers;

/// <summary>A worker who signs in sees and reports what is assigned to them, and nothing else.</summary>
public sealed class ReachTests(World world) : IAsyncLifetime
{
    private readonly Floor _floor = new(world);
    private readonly Guid _user = Guid.NewGuid();
    private Guid _worker;
    private Article _article = null!;
    private Production.V1.Job _mine = null!, _others = null!;

    public async ValueTask InitializeAsync()
    {
        (_worker, _article) = (await _floor.Worker(_user), await _floor.Article(("Cutting", "1"), ("Sewing", "2")));
        _mine = await _floor.Job(_article, _worker, "Cutting");
        _mine = await _floor.Assign(_mine, "Sewing", (await _floor.Worker()).ToString());
        _others = await _floor.Job(_article, await _floor.Worker(), "Cutting");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Jobs_of_others_are_not_there()
    {
        (await Get(_mine)).Id.ShouldBe(_mine.Id);
        (await Floor.Refused(() => Get(_others))).Reason.Name.ShouldBe("JOB_NOT_FOUND");
        (await List()).ShouldBe([_mine.Id]);
        await _floor.Assign(_others, "Sewing", _worker.ToString());
        (await List()).ShouldBe([_others.Id, _mine.Id]);
        await _floor.Assign(_others, "Sewing", (await _floor.Worker()).ToString());
        (await List()).ShouldBe([_mine.Id]);
    }

    [Fact]
    public async Task A_caller_is_the_worker_whom_they_sign_in_as_archived_or_not_in_their_tenant_alone()
    {
        (await Whom(Own())).ShouldBe(_worker.ToString());
        await _floor.Workers.UpdateWorker(new UpdateWorkerRequest { WorkerId = _worker.ToString(), IsArchived = true }, TestCall.Of(_floor.Tenant)).InTime();
        (await Whom(Own())).ShouldBe(_worker.ToString());
        (await Whom(TestCall.Of(_floor.Tenant, user: Guid.NewGuid()))).ShouldBe("");
        (await Floor.Refused(() => Whom(TestCall.Of(Guid.NewGuid(), user: _user)))).Reason.Name.ShouldBe("PERMISSION_MISSING");

        async Task<string> Whom(TestCall call) => (await _floor.Workers.GetOwnWorker(new GetOwnWorkerRequest { TenantId = _floor.Tenant.ToString() }, call).InTime()).WorkerId;
    }

    [Fact]
    public async Task Whoever_shares_a_step_has_it()
    {
        var shared = await _floor.Job(_article);
        await _floor.Share(shared, "Cutting", await _floor.Worker(), _worker);
        (await List()).ShouldBe([shared.Id, _mine.Id]);
        await Start(shared, "Cutting");
        (await Complete(shared, "Cutting")).Step("Cutting").Earned.Amount.ShouldBe("100.0000");
    }

    [Fact]
    public async Task Work_is_reported_at_ones_own_steps_alone()
    {
        await Start(_mine, "Cutting");
        await Complete(_mine, "Cutting");
        (await Floor.Refused(() => Start(_mine, "Sewing"))).Reason.Name.ShouldBe("PERMISSION_MISSING");
        await _floor.Start(_mine, "Sewing");
        (await Floor.Refused(() => Complete(_mine, "Sewing"))).Reason.Name.ShouldBe("PERMISSION_MISSING");
        (await Floor.Refused(() => _floor.Reports.ReportJobStep(new() { JobId = _mine.Id, StepId = _mine.StepId("Sewing"), GoodQuantity = 1 }, Own()).InTime())).Reason.Name.ShouldBe("PERMISSION_MISSING");
        (await Floor.Refused(() => Start(_others, "Cutting"))).Reason.Name.ShouldBe("JOB_NOT_FOUND");
    }

    [Fact]
    public async Task What_others_earn_is_not_shown()
    {
        await _floor.Start(_mine, "Cutting");
        await _floor.Complete(_mine, "Cutting");
        await _floor.Start(_mine, "Sewing");
        await _floor.Complete(_mine, "Sewing");
        var job = await Get(_mine);
        (job.Step("Cutting").Earned.Amount, job.Step("Sewing").Earned, job.Step("Sewing").Rate, job.Step("Sewing").GoodQuantity).ShouldBe(("100.0000", null, null, 100));
        (await _floor.Reports.ListStepReports(new() { JobId = _mine.Id, StepId = _mine.StepId("Cutting") }, Own()).InTime()).Reports.Count.ShouldBe(1);
        (await Floor.Refused(() => _floor.Reports.ListStepReports(new() { JobId = _mine.Id, StepId = _mine.StepId("Sewing") }, Own()).InTime())).Reason.Name.ShouldBe("PERMISSION_MISSING");
    }

    [Fact]
    public async Task Who_gets_the_wage_is_not_the_workers_to_say()
    {
        await Start(_mine, "Cutting");
        var request = new CompleteJobStepRequest { JobId = _mine.Id, StepId = _mine.StepId("Cutting"), ShareBasis = Share.Types.Basis.Hours, Shares = { new Share { WorkerId = _worker.ToString(), Part = "1" } } };
        var refused = await Floor.Refused(() => _floor.Jobs.CompleteJobStep(request, Own()).InTime());
        (refused.Reason.Name, refused.Faults[0].Field).ShouldBe(("PERMISSION_MISSING", "shares"));
    }

    [Fact]
    public async Task Of_the_workers_only_oneself_is_there()
    {
        var other = await _floor.Worker();
        var (mine, call) = (await _floor.Workers.ListWorkers(new(), Own(Scopes.Own)).InTime(), Own(Scopes.Own));
        mine.Workers.ShouldHaveSingleItem().Id.ShouldBe(_worker.ToString());
        (await _floor.Workers.GetWorker(new() { WorkerId = _worker.ToString() }, call).InTime()).UserId.ShouldBe(_user.ToString());
        (await Floor.Refused(() => _floor.Workers.GetWorker(new() { WorkerId = other.ToString() }, call).InTime())).Reason.Name.ShouldBe("WORKER_NOT_FOUND");
    }

    [Fact]
    public async Task A_user_who_signs_in_as_no_worker_sees_nothing()
    {
        var nobody = _floor.CallOf(Guid.NewGuid(), Scopes.Assigned);
        (await _floor.Jobs.ListJobs(new(), nobody).InTime()).Jobs.ShouldBeEmpty();
        (await Floor.Refused(() => _floor.Jobs.GetJob(new() { JobId = _mine.Id }, nobody).InTime())).Reason.Name.ShouldBe("JOB_NOT_FOUND");
    }

    private TestCall Own(string scope = Scopes.Assigned) => _floor.CallOf(_user, scope);

    private Task<Production.V1.Job> Get(Production.V1.Job job) => _floor.Jobs.GetJob(new() { JobId = job.Id }, Own()).InTime();

    private async Task<IEnumerable<string>> List() => (await _floor.Jobs.ListJobs(new(), Own()).InTime()).Jobs.Select(j => j.Id);

    private Task<Production.V1.Job> Start(Production.V1.Job job, string step) => _floor.Jobs.StartJobStep(new() { JobId = job.Id, StepId = job.StepId(step) }, Own()).InTime();

    private Task<Production.V1.Job> Complete(Production.V1.Job job, string step) => _floor.Jobs.CompleteJobStep(new() { JobId = job.Id, StepId = job.StepId(step) }, Own()).InTime();
}
