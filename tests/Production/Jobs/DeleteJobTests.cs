using FactoryFlow.Production.Tests.Support;
using FactoryFlow.Testing;

namespace FactoryFlow.Production.Tests.Jobs;

public sealed class DeleteJobTests(World world)
{
    private readonly Floor _floor = new(world);

    [Fact]
    public async Task A_job_of_which_nothing_was_reported_is_gone_and_its_number_with_it()
    {
        var (article, worker) = (await _floor.Article(("Cutting", "1")), await _floor.Worker());
        var job = await _floor.Started(article, worker);
        await Delete(job);
        (await Floor.Refused(() => _floor.Jobs.GetJob(new() { JobId = job.Id }, _floor.Call()).InTime())).Reason.Name.ShouldBe("JOB_NOT_FOUND");
        (await Floor.Refused(() => _floor.Complete(job, "Cutting"))).Reason.Name.ShouldBe("JOB_NOT_FOUND");
        (await Floor.Refused(() => Delete(job))).Reason.Name.ShouldBe("JOB_NOT_FOUND");
        (await _floor.Jobs.ListJobs(new(), _floor.Call()).InTime()).Jobs.ShouldBeEmpty();
        (await _floor.Job(article)).Number.ShouldBe(2);
        (await _floor.Audited(job.Id)).ShouldBe(["job.created", "job.deleted"]);
    }

    [Fact]
    public async Task What_only_a_deleted_job_referred_to_can_be_deleted()
    {
        var (article, worker) = (await _floor.Article(), await _floor.Worker());
        await Delete(await _floor.Job(article, worker, "Cutting"));
        await _floor.Allow(workers: -1);
        await _floor.Workers.DeleteWorker(new() { WorkerId = worker.ToString() }, _floor.Call()).InTime();
        await _floor.Articles.DeleteArticle(new() { ArticleId = article.Id }, _floor.Call()).InTime();
    }

    [Fact]
    public async Task A_job_that_has_earned_stays_and_the_refusal_says_what_it_has()
    {
        var job = await _floor.Started(await _floor.Article(("Cutting", "0.5")));
        await _floor.Report(job, "Cutting", 40, rejected: 2);
        var refused = await Floor.Refused(() => Delete(job));
        refused.Reason.Name.ShouldBe("JOB_IN_USE");
        refused.Message.ShouldBe("Work on job 1 has earned wages: Cutting, 40 good: 20.0000. A job is deleted only while nothing was earned.");
    }

    [Fact]
    public async Task What_was_taken_back_was_earned_all_the_same()
    {
        var job = await _floor.Started(await _floor.Article(("Cutting", "0.5")));
        await _floor.Complete(job, "Cutting");
        await _floor.Reopen(job, "Cutting");
        (await Floor.Refused(() => Delete(job))).Message.ShouldContain("Cutting, all of it taken back");
    }

    [Fact]
    public async Task What_is_held_is_earned_as_well()
    {
        var job = await _floor.Started(await _floor.Article());
        await _floor.Report(job, "Cutting", 40);
        (await Floor.Refused(() => Delete(job))).Message.ShouldContain("Cutting, 40 good: held for want of a rate.");
    }

    [Fact]
    public async Task Work_that_earned_nothing_keeps_no_job()
    {
        _floor.Configure(c => c.JobSteps.Single(s => s.Name == "Cutting").IsPaid = false);
        var job = await _floor.Started(await _floor.Article());
        await _floor.Report(job, "Cutting", 40, rejected: 2);
        await Delete(job);
        (await _floor.Jobs.ListJobs(new(), _floor.Call()).InTime()).Jobs.ShouldBeEmpty();
    }

    [Fact]
    public async Task Deleting_a_job_and_reporting_it_at_once_does_one_of_the_two()
    {
        var (article, worker) = (await _floor.Article(("Cutting", "1")), await _floor.Worker());
        foreach (var _ in Enumerable.Range(0, 10))
        {
            var job = await _floor.Started(article, worker);
            var outcomes = await Task.WhenAll(Task.Run(() => Floor.Outcome(() => Delete(job))), Task.Run(() => Floor.Outcome(() => _floor.Report(job, "Cutting", 1))));
            string.Join(' ', outcomes.Select(o => o ?? "done")).ShouldBeOneOf("done JOB_NOT_FOUND", "JOB_IN_USE done");
        }
    }

    [Fact]
    public async Task Numbers_have_no_gaps_when_jobs_are_created_at_once_and_some_are_refused()
    {
        var article = await _floor.Article();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Task.Run(() => Floor.Outcome(() => _floor.Job(article, i % 3 == 0 ? Guid.NewGuid() : null, i % 3 == 0 ? ["Cutting"] : [])))));
        outcomes.Count(o => o == "WORKER_NOT_FOUND").ShouldBe(10);
        (await world.Look("select number::text from jobs where tenant_id = $1 order by jobs.number", _floor.Tenant)).ShouldBe(Enumerable.Range(1, 20).Select(n => $"{n}"));
    }

    private Task Delete(Production.V1.Job job) => _floor.Jobs.DeleteJob(new() { JobId = job.Id }, _floor.Call()).InTime();
}
