using System.Text.Json;
using Dapper;
using FactoryFlow.EndToEnd.Tests.Api;
using FactoryFlow.Options.V1;

namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>Every write, repeated: one after the other, all at once, and under a key that was used for something else.</summary>
public sealed class ReplayTests(WholeSystem system)
{
    public static TheoryData<string> Writes => [.. Write.Table.Keys];

    [Fact]
    public void Every_call_that_honours_a_key_is_repeated_here() =>
        Rpc.Public.Where(rpc => rpc.IdempotencyKey != IdempotencyKey.Unspecified).Select(rpc => rpc.Name).ShouldBe(Write.Table.Keys, ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_repeated_call_is_answered_the_same_and_done_once(string name)
    {
        var (rpc, write) = await Prepare(name);
        var key = Guid.NewGuid().ToString();
        var first = await rpc.Call(write.Client, write.Fields, key);
        first.Status.ShouldBeInRange(200, 201, first.Body);
        for (var again = 0; again < 2; again++) ShouldBeSame(await rpc.Call(write.Client, write.Fields, key), first);
        await ShouldHaveHappenedOnce(write);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task Sixteen_identical_calls_at_once_are_answered_the_same_and_done_once(string name)
    {
        var (rpc, write) = await Prepare(name);
        var key = Guid.NewGuid().ToString();
        var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Client.Retry(() => rpc.Call(write.Client, write.Fields, key))));
        replies[0].Status.ShouldBeInRange(200, 201, replies[0].Body);
        foreach (var reply in replies) ShouldBeSame(reply, replies[0]);
        await ShouldHaveHappenedOnce(write);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_key_that_was_used_for_something_else_is_refused(string name)
    {
        var (rpc, write) = await Prepare(name);
        var key = Guid.NewGuid().ToString();
        (await rpc.Call(write.Client, write.Fields, key)).Status.ShouldBeInRange(200, 201);
        (await rpc.Call(write.Client, write.Other, key)).Expect(409, "IDEMPOTENCY_KEY_REUSED");
        await ShouldHaveHappenedOnce(write);
    }

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

    private async Task<(Rpc Rpc, Write Write)> Prepare(string name) => (Rpc.Named(name), Write.Table[name](await Ground.Make(system.Running)));

    private static void ShouldBeSame(Reply reply, Reply first)
    {
        (reply.Status, reply.Location).ShouldBe((first.Status, first.Location), reply.Body);
        JsonElement.DeepEquals(reply.Json, first.Json).ShouldBeTrue($"{reply.Body}\nis not\n{first.Body}");
    }

    private async Task ShouldHaveHappenedOnce(Write write)
    {
        foreach (var (service, count) in write.Effects)
        {
            await using var connection = await system.Running.OpenAsAdministrator(service);
            await Eventually.Sees(() => connection.ExecuteScalarAsync<long>(count), seen => seen > 0);
            (await connection.ExecuteScalarAsync<long>(count)).ShouldBe(1, count);
        }
    }
}
