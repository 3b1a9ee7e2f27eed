using System.Text.Json;

namespace FactoryFlow.EndToEnd.Tests.Journeys;

public sealed class MainJobTests(WholeSystem system)
{
    [Fact]
    public async Task A_completed_step_is_credited_and_shows_everywhere()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var worker = await factory.Worker();
        var job = await factory.Earned(worker, await factory.Article(("Cutting", "0.2500")), pieces: 30);

        (await factory.BalanceBecomes(worker, 7.5m)).Amount("pending").ShouldBe(7.5m);
        var statement = await factory.Statement(worker);
        statement.Items("entries").Count.ShouldBe(1);
        (statement.Text("entries.0.type"), statement.Text("entries.0.direction"), statement.Amount("entries.0.amount")).ShouldBe(("WAGE", "CREDIT", 7.5m));
        (statement.Text("entries.0.source.jobId"), statement.Text("entries.0.source.stepId"), statement.Text("entries.0.source.quantity")).ShouldBe((job.Id, job.Step("Cutting"), "30"));
        (statement.Amount("entries.0.balanceAfter"), statement.Amount("balance"), statement.Amount("entries.0.source.rate")).ShouldBe((7.5m, 7.5m, 0.25m));
        var jobs = await factory.Jobs(worker);
        (jobs.Text("pending.0.jobId"), jobs.Amount("pending.0.earned"), jobs.Amount("pending.0.covered")).ShouldBe((job.Id, 7.5m, 0m));
        (await Totals(factory)).ShouldBe([("WAGES_EXPENSE", -7.5m), ("WORKER_PAYABLE", 7.5m)]);
    }

    [Fact]
    public async Task Every_step_of_a_job_is_credited_to_who_did_it_and_the_job_ends_with_its_last_step()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var (cutter, sewer) = (await factory.Worker(), await factory.Worker());
        var job = await factory.Job(await factory.Article(("Cutting", "0.2500"), ("Sewing", "1.3333")), 10);
        foreach (var (step, worker) in new[] { ("Cutting", cutter), ("Sewing", sewer), ("Packing", cutter) })
        {
            await (await job.Assign(step, worker)).Start(step);
            await job.Complete(step);
        }

        await factory.BalanceBecomes(cutter, 2.5m);
        await factory.BalanceBecomes(sewer, 13.333m);
        (await job.Get()).Text("status").ShouldBe("COMPLETED");
    }

    [Fact]
    public async Task The_books_sum_to_zero_after_wages_and_payments_of_several_workers()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var article = await factory.Article(("Cutting", "0.3333"));
        var workers = await Task.WhenAll(Enumerable.Range(1, 3).Select(_ => factory.Worker()));
        foreach (var worker in workers) await factory.Earned(worker, article, pieces: 7);
        foreach (var worker in workers) await factory.BalanceBecomes(worker, 2.3331m);
        (await factory.Pay(workers[0], "2.3331")).Expect(201);
        (await factory.Pay(workers[1], "10")).Expect(201);

        var totals = await Totals(factory);
        totals.Sum(total => total.Total).ShouldBe(0m);
        totals.ShouldBe([("CASH", 12.3331m), ("WAGES_EXPENSE", -6.9993m), ("WORKER_PAYABLE", -5.3338m)]);
    }

    [Fact]
    public async Task A_job_keeps_the_steps_of_the_configuration_that_it_was_created_with()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var worker = await factory.Worker();
        var job = await factory.Job(await factory.Article(("Cutting", "1")), 2, worker, "Cutting");
        await factory.Configure(("Welding", true));

        (await job.Get()).Items("steps").Select(step => step.GetProperty("name").GetString()).ShouldBe(["Cutting", "Sewing", "Packing"]);
        (await job.Start("Cutting")).ShouldNotBeNull();
        (await job.Complete("Cutting")).GetProperty("earned").GetProperty("amount").GetString().ShouldBe("2.0000");
        await factory.BalanceBecomes(worker, 2m);
    }

    [Fact]
    public async Task A_worker_without_an_entry_has_an_account_with_nothing_on_it()
    {
        var factory = await Factory.OpenConfigured(system.Running, currency: "JPY");
        var balance = await factory.Balance(await factory.Worker());
        (balance.Amount("balance"), balance.Amount("pending"), balance.Amount("advance"), balance.Text("balance.currency")).ShouldBe((0m, 0m, 0m, "JPY"));
    }

    private static async Task<List<(string Account, decimal Total)>> Totals(Factory factory) =>
    [
        .. (await factory.TrialBalance()).Items("accounts").Select(account => (account.GetProperty("account").GetString()!, Amount(account.GetProperty("total")))),
    ];

    private static decimal Amount(JsonElement money) => decimal.Parse(money.GetProperty("amount").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
}
