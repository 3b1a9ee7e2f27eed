namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>What earns nothing, and what earns less. A later wage shows that the ledger has heard of everything before it.</summary>
public sealed class WageTests(WholeSystem system)
{
    [Fact]
    public async Task An_unpaid_step_credits_nothing()
    {
        var factory = await (await Factory.Open(system.Running)).Configure(("Packing", false), ("Cutting", true));
        var worker = await factory.Worker();
        var job = await factory.Job(await factory.Article(("Cutting", "1")), 5, worker, "Packing", "Cutting");
        await job.Start("Packing");
        var step = await job.Complete("Packing");
        (step.GetProperty("isHeld").GetBoolean(), step.TryGetProperty("earned", out var earned) && earned.ValueKind != System.Text.Json.JsonValueKind.Null).ShouldBe((false, false));
        await job.Start("Cutting");
        await job.Complete("Cutting");
        await factory.BalanceBecomes(worker, 5m);
        (await factory.Statement(worker)).Items("entries").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_paid_step_without_a_rate_is_held_and_credits_nothing()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var worker = await factory.Worker();
        var job = await factory.Job(await factory.Article(("Sewing", "2")), 5, worker, "Cutting", "Sewing");
        await job.Start("Cutting");
        (await job.Complete("Cutting")).GetProperty("isHeld").GetBoolean().ShouldBeTrue();
        await job.Start("Sewing");
        (await job.Complete("Sewing")).GetProperty("isHeld").GetBoolean().ShouldBeFalse();
        await factory.BalanceBecomes(worker, 10m);
        (await factory.Statement(worker)).Items("entries").Count.ShouldBe(1);
    }

    [Fact]
    public async Task Rejected_pieces_earn_nothing_and_do_not_reach_the_next_step()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var worker = await factory.Worker();
        var job = await factory.Job(await factory.Article(("Cutting", "1"), ("Sewing", "1")), 10, worker, "Cutting", "Sewing");
        await job.Start("Cutting");
        (await job.Complete("Cutting", good: 7, rejected: 3)).GetProperty("earned").GetProperty("amount").GetString().ShouldBe("7.0000");
        await job.Start("Sewing");
        (await job.TryComplete("Sewing", good: 8)).Expect(400, "QUANTITY_EXCEEDED");
        (await job.Complete("Sewing", rejected: 2)).GetProperty("goodQuantity").GetInt32().ShouldBe(5);
        await factory.BalanceBecomes(worker, 12m);
    }

    [Fact]
    public async Task A_step_without_a_good_piece_earns_zero_and_has_no_entry()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var (worker, article) = (await factory.Worker(), await factory.Article(("Cutting", "1")));
        var job = await factory.Job(article, 10, worker, "Cutting");
        await job.Start("Cutting");
        (await job.Complete("Cutting", good: 0, rejected: 10)).GetProperty("earned").GetProperty("amount").GetString().ShouldBe("0.0000");
        await factory.Earned(worker, article, 3);
        await factory.BalanceBecomes(worker, 3m);
        (await factory.Statement(worker)).Items("entries").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_rate_of_zero_is_a_rate_and_holds_nothing()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var worker = await factory.Worker();
        var job = await factory.Job(await factory.Article(("Cutting", "0")), 10, worker, "Cutting");
        await job.Start("Cutting");
        var step = await job.Complete("Cutting");
        (step.GetProperty("isHeld").GetBoolean(), step.GetProperty("earned").GetProperty("amount").GetString()).ShouldBe((false, "0.0000"));
    }

    [Fact]
    public async Task The_largest_wage_is_exact()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var worker = await factory.Worker();
        var job = await factory.Job(await factory.Article(("Cutting", "99999.9999")), 1_000_000, worker, "Cutting");
        await job.Start("Cutting");
        await job.Complete("Cutting");
        await factory.BalanceBecomes(worker, 99_999_999_900m);
    }
}
