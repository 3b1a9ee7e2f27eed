namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>Work that devices recorded while they were offline, and jobs as the floor's programs see and move them.</summary>
public sealed class ScanTests(WholeSystem system)
{
    [Fact]
    public async Task A_shift_that_arrives_late_in_the_wrong_order_and_twice_is_paid_once()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var (cutter, sewer) = (await factory.Worker("C1"), await factory.Worker("S1"));
        var job = await factory.Job(await factory.Article(("Cutting", "0.2500"), ("Sewing", "1.0000")), 10);
        object[] shift = [Scan(job, "Sewing", "S1", isFinal: true), Scan(job, "Cutting", "C1", isFinal: true), Scan(job, "Cutting", "C1", good: 4)];
        (await Send(factory, shift)).ShouldBe(["ACCEPTED", "ACCEPTED", "ACCEPTED"]);
        (await Send(factory, [.. shift.Reverse(), Scan(job, "Sewing", "S1", good: 1)])).ShouldBe(["DUPLICATE", "DUPLICATE", "DUPLICATE", "REJECTED"]);
        await factory.BalanceBecomes(cutter, 2.5m);
        await factory.BalanceBecomes(sewer, 10m);
        (await factory.Statement(cutter)).Items("entries").Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_job_is_found_moved_and_deleted_by_what_the_floor_calls_it()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var worker = await factory.Worker();
        var article = await factory.Article(("Cutting", "0.2500"));
        var (job, spare) = (await factory.Job(article, 10, worker, "Cutting"), await factory.Job(article, 10));
        (await factory.Admin.Send(HttpMethod.Patch, job.Path, new { step = "Cutting", status = "IN_PROGRESS" })).Expect(200).Text("steps.0.status").ShouldBe("IN_PROGRESS");
        (await factory.Admin.Send(HttpMethod.Patch, $"/api/v1/job/{job.Id}", new { step = "Cutting", status = "COMPLETED", goodQuantity = 8 })).Expect(200).Text("steps.0.earned.amount").ShouldBe("2.0000");
        (await factory.Admin.Send(HttpMethod.Delete, job.Path, body: null)).Expect(409, "JOB_IN_USE");
        (await factory.Admin.Send(HttpMethod.Delete, $"/api/v1/job/{spare.Id}", body: null)).Expect(204);
        var found = (await factory.Admin.Get($"/api/v1/jobs?orderBy=number&filter={Uri.EscapeDataString($"workerId = {worker} AND status = \"IN_PROGRESS\"")}")).Expect(200);
        found.Items("jobs").ShouldHaveSingleItem().GetProperty("id").GetString().ShouldBe(job.Id);
        await factory.BalanceBecomes(worker, 2m);
    }

    private static object Scan(Job job, string step, string worker, int? good = null, bool isFinal = false) => new
    {
        scanId = Guid.NewGuid(), job = job.Created.Text("number"), step, worker, goodQuantity = good, isFinal, occurTime = DateTimeOffset.UtcNow.AddMinutes(-2),
    };

    private static async Task<IEnumerable<string?>> Send(Factory factory, object[] scans) =>
        (await factory.Admin.Post("/api/v1/scans:batch", new { scans })).Expect(200).Items("results").Select(r => r.GetProperty("status").GetString());
}
