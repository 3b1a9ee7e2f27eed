using FactoryFlow.EndToEnd.Tests.Api;
using FactoryFlow.Options.V1;

namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>What keys are good for, and what happens without the same one. Each write, repeated: <see cref="WriteTests{TMessage}" />.</summary>
public sealed class ReplayTests(WholeSystem system)
{
    [Fact]
    public void Every_call_that_honours_a_key_is_repeated_here() =>
        Rpc.Public.Where(rpc => rpc.IdempotencyKey != IdempotencyKey.Unspecified).Select(rpc => rpc.Name).ShouldBe(Write.Table.Keys, ignoreOrder: true);

    [Fact]
    public async Task A_key_belongs_to_its_tenant()
    {
        var (one, other) = (await Factory.Open(system.Running), await Factory.Open(system.Running));
        var worker = new { code = "W", name = "A worker" };
        var first = (await one.Admin.Post("/api/v1/workers", worker, "the-same-key")).Expect(201);
        (await other.Admin.Post("/api/v1/workers", worker, "the-same-key")).Expect(201).Text("id").ShouldNotBe(first.Text("id"));
    }

    [Fact]
    public async Task A_refused_call_leaves_its_key_free()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var job = await factory.Job(await factory.Article(("Cutting", "1")), 5, await factory.Worker(), "Cutting");
        (await job.TryComplete("Cutting", key: "free-again")).Expect(409, "STEP_NOT_STARTED");
        await job.Start("Cutting");
        (await job.TryComplete("Cutting", key: "free-again")).Expect(200);
    }

    [Fact]
    public async Task Sixteen_different_keys_for_one_step_complete_it_once()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var worker = await factory.Worker();
        var job = await factory.Job(await factory.Article(("Cutting", "1")), 5, worker, "Cutting");
        await job.Start("Cutting");
        var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => job.TryComplete("Cutting")));
        replies.Count(reply => reply.Status == 200).ShouldBe(1);
        replies.Where(reply => reply.Status != 200).ShouldAllBe(reply => reply.Status == 409 && reply.Reason == "STEP_ALREADY_COMPLETED");
        await factory.BalanceBecomes(worker, 5m);
    }

    [Fact]
    public async Task Sixteen_jobs_at_once_are_numbered_without_a_gap()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var article = await factory.Article(("Cutting", "1"));
        var jobs = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => factory.Job(article, 1)));
        jobs.Select(job => int.Parse(job.Created.Text("number"), System.Globalization.CultureInfo.InvariantCulture)).Order().ShouldBe(Enumerable.Range(1, 16));
    }
}
