using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.Tests.Support;
using FactoryFlow.Production.V1;
using FactoryFlow.Testing;

namespace FactoryFlow.Production.Tests.Workers;

public sealed class WorkerTests(World world) : IAsyncLifetime
{
    private readonly Floor _floor = new(world);

    public async ValueTask InitializeAsync() => await _floor.Allow(workers: -1);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task What_is_given_changes_and_nothing_else()
    {
        var (worker, user) = (await Create("W1"), _floor.User().ToString());
        var changed = await Update(new() { WorkerId = worker.Id, Name = "Another", UserId = user });
        changed.ShouldBe(new Worker(worker) { Name = "Another", UserId = user, Etag = "2" });
        (await Get(worker.Id)).ShouldBe(changed);
        (await Update(new() { WorkerId = worker.Id, UserId = "" })).UserId.ShouldBe("");
        (await _floor.Audited(worker.Id)).ShouldBe(["worker.created", "worker.updated", "worker.updated"]);
    }

    [Fact]
    public async Task A_change_that_changes_nothing_leaves_no_trace()
    {
        var worker = await Create("W1");
        (await Update(new() { WorkerId = worker.Id, Name = worker.Name })).ShouldBe(worker);
        (await _floor.Audited(worker.Id)).ShouldBe(["worker.created"]);
    }

    [Fact]
    public async Task A_code_and_a_user_belong_to_one_worker()
    {
        var user = _floor.User().ToString();
        var (one, other) = (await Create("W1", user), await Create("W2"));
        (await Floor.Refused(() => Update(new() { WorkerId = other.Id, Code = "W1" }))).Reason.Name.ShouldBe("WORKER_CODE_TAKEN");
        (await Floor.Refused(() => Update(new() { WorkerId = other.Id, UserId = user }))).Reason.Name.ShouldBe("WORKER_USER_TAKEN");
        (await Floor.Refused(() => Create("W3", user))).Faults.ShouldHaveSingleItem().Field.ShouldBe("user_id");
        await Delete(one.Id);
        (await Update(new() { WorkerId = other.Id, Code = "W1", UserId = user })).UserId.ShouldBe(user);
    }

    [Fact]
    public async Task Whoever_decided_on_an_older_state_is_refused()
    {
        var worker = await Create("W1");
        await Update(new() { WorkerId = worker.Id, Name = "First", Etag = worker.Etag });
        (await Floor.Refused(() => Update(new() { WorkerId = worker.Id, Name = "Second", Etag = worker.Etag }))).Reason.ShouldBe(CommonReasons.EtagMismatch);
        (await Floor.Refused(() => Delete(worker.Id, worker.Etag))).Reason.ShouldBe(CommonReasons.EtagMismatch);
    }

    [Fact]
    public async Task Of_two_who_change_the_same_state_at_once_one_is_told_to_read_again()
    {
        var worker = await Create("W1");
        var outcomes = await Floor.AtOnce(2, () => Update(new() { WorkerId = worker.Id, Name = Guid.NewGuid().ToString(), Etag = worker.Etag }));
        outcomes.Order().ShouldBe([null, "ETAG_MISMATCH"]);
    }

    [Fact]
    public async Task A_worker_who_is_archived_is_given_nothing_and_goes_on_with_what_they_have()
    {
        var worker = await Create("W1");
        var job = await _floor.Started(await _floor.Article(("Cutting", "1")), Guid.Parse(worker.Id));
        await Update(new() { WorkerId = worker.Id, IsArchived = true });
        var refused = await Floor.Refused(() => _floor.Job(new() { Id = job.ArticleId }, Guid.Parse(worker.Id), "Cutting"));
        (refused.Reason.Name, refused.Faults[0].Field).ShouldBe(("WORKER_ARCHIVED", "assignments[Cutting]"));
        (await Floor.Refused(() => _floor.Assign(job, "Sewing", worker.Id))).Reason.Name.ShouldBe("WORKER_ARCHIVED");
        (await _floor.Complete(job, "Cutting")).Step("Cutting").Earned.Amount.ShouldBe("100.0000");
    }

    [Fact]
    public async Task Whoever_is_archived_or_deleted_gives_their_place_in_the_plan_back()
    {
        await _floor.Allow(workers: 2);
        var (one, other) = (await Create("W1"), await Create("W2"));
        (await Floor.Refused(() => Create("W3"))).Reason.ShouldBe(CommonReasons.PlanLimitExceeded);
        await Update(new() { WorkerId = one.Id, IsArchived = true });
        await Delete(other.Id);
        await Create("W3");
        await Create("W4");
        (await Floor.Refused(() => Update(new() { WorkerId = one.Id, IsArchived = false }))).Reason.ShouldBe(CommonReasons.PlanLimitExceeded);
        // Their place is given back already, not twice.
        await Delete(one.Id);
        (await Floor.Refused(() => Create("W5"))).Reason.ShouldBe(CommonReasons.PlanLimitExceeded);
    }

    [Fact]
    public async Task A_worker_with_a_part_in_jobs_is_not_deleted_and_the_first_of_them_are_named()
    {
        var worker = await Create("W1");
        var article = await _floor.Article();
        foreach (var _ in Enumerable.Range(0, 6)) await _floor.Job(article, Guid.Parse(worker.Id), "Cutting");
        var refused = await Floor.Refused(() => Delete(worker.Id));
        (refused.Reason.Name, refused.Message.Split(". ")[0]).ShouldBe(("WORKER_IN_USE", "W1 has or had a part in jobs 1, 2, 3, 4, 5 and others"));
        (await Get(worker.Id)).Code.ShouldBe("W1");
    }

    [Fact]
    public async Task Whoever_was_assigned_by_mistake_can_be_deleted_and_whoever_shared_a_report_cannot()
    {
        var (mistaken, sharing) = (await Create("W1"), await Create("W2"));
        var job = await _floor.Job(await _floor.Article(("Cutting", "1")), Guid.Parse(mistaken.Id), "Cutting");
        await _floor.Assign(job, "Cutting", (await _floor.Worker()).ToString());
        await Delete(mistaken.Id);
        await _floor.Start(job, "Cutting");
        await _floor.Report(job, "Cutting", 1, change: r =>
        {
            r.ShareBasis = Share.Types.Basis.Hours;
            r.Shares.Add(new Share { WorkerId = sharing.Id, Part = "1" });
        });
        (await Floor.Refused(() => Delete(sharing.Id))).Reason.Name.ShouldBe("WORKER_IN_USE");
    }

    [Fact]
    public async Task Deleting_a_worker_and_giving_them_work_at_once_does_one_of_the_two()
    {
        var article = await _floor.Article();
        foreach (var i in Enumerable.Range(0, 10))
        {
            var worker = await Create("R" + i);
            var outcomes = await Task.WhenAll(
                Task.Run(() => Floor.Outcome(() => Delete(worker.Id))), Task.Run(() => Floor.Outcome(() => _floor.Job(article, Guid.Parse(worker.Id), "Cutting"))));
            string.Join(' ', outcomes.Select(o => o ?? "done")).ShouldBeOneOf("done WORKER_NOT_FOUND", "WORKER_IN_USE done");
        }
    }

    [Theory]
    [InlineData("w", false, "W1 W2")]
    [InlineData("W2", false, "W2")]
    [InlineData("ADA", false, "W1")]
    [InlineData("nobody", false, "")]
    [InlineData("%", false, "")]
    [InlineData("", true, "W1 W2 W3")]
    public async Task Workers_are_found_by_the_beginning_of_their_code_and_any_part_of_their_name(string search, bool archived, string found)
    {
        await Create("W1", name: "Dr Ada");
        await Create("W2", name: "Grace");
        await Update(new() { WorkerId = (await Create("W3", name: "Someone")).Id, IsArchived = true });
        var list = await _floor.Workers.ListWorkers(new() { Search = search, IncludeArchived = archived }, _floor.Call()).InTime();
        string.Join(' ', list.Workers.Select(w => w.Code)).ShouldBe(found);
    }

    private Task<Worker> Create(string code, string user = "", string name = "A worker") => _floor.Workers.CreateWorker(new() { Code = code, Name = name, UserId = user }, _floor.Call()).InTime();

    private Task<Worker> Update(UpdateWorkerRequest request) => _floor.Workers.UpdateWorker(request, _floor.Call()).InTime();

    private Task<Worker> Get(string id) => _floor.Workers.GetWorker(new() { WorkerId = id }, _floor.Call()).InTime();

    private Task Delete(string id, string etag = "") => _floor.Workers.DeleteWorker(new() { WorkerId = id, Etag = etag }, _floor.Call()).InTime();
}
