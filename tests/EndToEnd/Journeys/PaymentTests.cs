namespace FactoryFlow.EndToEnd.Tests.Journeys;

public sealed class PaymentTests(WholeSystem system)
{
    [Fact]
    public async Task A_payment_covers_the_oldest_jobs_first_and_the_last_in_part()
    {
        var (factory, worker, jobs) = await ThreeJobsOfTen();
        var payment = (await factory.Pay(worker, "25")).Expect(201);

        payment.Items("allocations").Select(a => (a.GetProperty("jobId").GetString(), a.GetProperty("amount").GetProperty("amount").GetString()))
            .ShouldBe([(jobs[0], "10.0000"), (jobs[1], "10.0000"), (jobs[2], "5.0000")]);
        (payment.Amount("advance"), payment.Amount("balance"), payment.Amount("amount")).ShouldBe((0m, 5m, 25m));
        var shown = await factory.Jobs(worker);
        shown.Items("paid").Select(job => job.GetProperty("jobId").GetString()).ShouldBe([jobs[1], jobs[0]]);
        (shown.Items("pending").Count, shown.Text("pending.0.jobId"), shown.Amount("pending.0.covered")).ShouldBe((1, jobs[2], 5m));
        (await factory.Balance(worker)).Amount("pending").ShouldBe(5m);
    }

    [Fact]
    public async Task Another_payment_goes_on_where_the_last_one_stopped()
    {
        var (factory, worker, jobs) = await ThreeJobsOfTen();
        (await factory.Pay(worker, "4")).Expect(201);
        var second = (await factory.Pay(worker, "8.0001")).Expect(201);
        second.Items("allocations").Select(a => (a.GetProperty("jobId").GetString(), a.GetProperty("amount").GetProperty("amount").GetString()))
            .ShouldBe([(jobs[0], "6.0000"), (jobs[1], "2.0001")]);
        (await factory.Jobs(worker)).Items("pending").Count.ShouldBe(2);
        (await factory.Balance(worker)).Amount("balance").ShouldBe(17.9999m);
    }

    [Fact]
    public async Task A_payment_that_is_taken_back_leaves_what_there_would_be_without_it()
    {
        var (factory, worker, jobs) = await ThreeJobsOfTen();
        var first = (await factory.Pay(worker, "15")).Expect(201).Text("id");
        var second = (await factory.Pay(worker, "10")).Expect(201).Text("id");
        var reversed = (await factory.Admin.Post($"/api/v1/ledger/payments/{first}:reverse", new { reason = "Paid twice" })).Expect(200);
        (reversed.Text("reversal.reason"), reversed.Amount("reversal.balance"), reversed.Items("covers").Count).ShouldBe(("Paid twice", 20m, 0));

        var jobsNow = await factory.Jobs(worker);
        (jobsNow.Items("paid").Count, jobsNow.Text("paid.0.jobId"), jobsNow.Items("pending").Count).ShouldBe((1, jobs[0], 2));
        (await factory.Admin.Get($"/api/v1/ledger/payments/{second}")).Expect(200).Text("covers.0.jobId").ShouldBe(jobs[0]);
        (await factory.Admin.Get($"/api/v1/ledger/payments?workerId={worker}&isReversed=true")).Expect(200).Items("payments").Count.ShouldBe(1);
        (await factory.Admin.Post($"/api/v1/ledger/payments/{first}:reverse", new { reason = "Paid twice" })).Expect(409, "PAYMENT_ALREADY_REVERSED");
    }

    [Fact]
    public async Task A_debit_of_the_tenants_own_is_taken_off_what_is_owed_until_it_is_taken_back()
    {
        var (factory, worker, _) = await ThreeJobsOfTen();
        var meal = (await factory.Enter(worker, "MEAL", "4.5")).Expect(201).Text("id");
        (await factory.Balance(worker)).Amount("balance").ShouldBe(25.5m);
        (await factory.Admin.Post($"/api/v1/ledger/entries/{meal}:reverse", new { reason = "Another's meal" })).Expect(200).Text("reversedByEntryId").ShouldNotBeEmpty();
        (await factory.Balance(worker)).Amount("balance").ShouldBe(30m);
    }

    [Fact]
    public async Task What_is_left_over_is_an_advance_that_the_next_wages_are_taken_from()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var (worker, article) = (await factory.Worker(), await factory.Article(("Cutting", "1")));
        var payment = (await factory.Pay(worker, "15")).Expect(201);
        (payment.Items("allocations").Count, payment.Amount("advance"), payment.Amount("balance")).ShouldBe((0, 15m, -15m));

        var first = await factory.Earned(worker, article, 10);
        (await factory.BalanceBecomes(worker, -5m)).Amount("advance").ShouldBe(5m);
        (await factory.Jobs(worker)).Text("paid.0.jobId").ShouldBe(first.Id);
        var second = await factory.Earned(worker, article, 10);
        (await factory.BalanceBecomes(worker, 5m)).Amount("advance").ShouldBe(0m);
        var jobs = await factory.Jobs(worker);
        (jobs.Text("pending.0.jobId"), jobs.Amount("pending.0.covered")).ShouldBe((second.Id, 5m));
    }

    [Fact]
    public async Task A_payment_above_what_is_owed_covers_all_and_leaves_the_rest_as_an_advance()
    {
        var (factory, worker, _) = await ThreeJobsOfTen();
        var payment = (await factory.Pay(worker, "30.5")).Expect(201);
        (payment.Amount("advance"), payment.Amount("balance"), payment.Items("allocations").Count).ShouldBe((0.5m, -0.5m, 3));
        (await factory.Jobs(worker)).Items("pending").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_payment_is_read_again_as_it_was_answered_and_shows_in_the_statement()
    {
        var (factory, worker, _) = await ThreeJobsOfTen();
        var payment = (await factory.Pay(worker, "12.5")).Expect(201);
        (await factory.Admin.Get(payment.Location!)).Expect(200).Body.ShouldBe(payment.Body);
        var statement = await factory.Statement(worker);
        (statement.Text("entries.0.id"), statement.Text("entries.0.direction"), statement.Text("entries.0.source.paymentId"))
            .ShouldBe((payment.Text("entryId"), "DEBIT", payment.Text("id")));
        statement.Items("entries").Count.ShouldBe(4);
    }

    [Fact]
    public async Task Sixteen_different_payments_at_once_never_cover_the_same_earning_twice()
    {
        var (factory, worker, jobs) = await ThreeJobsOfTen();
        var payments = await Task.WhenAll(Enumerable.Range(1, 16).Select(_ => factory.Pay(worker, "2")));
        payments.ShouldAllBe(payment => payment.Status == 201);
        payments.SelectMany(p => p.Items("allocations")).GroupBy(a => a.GetProperty("jobId").GetString())
            .ToDictionary(g => g.Key!, g => g.Sum(a => decimal.Parse(a.GetProperty("amount").GetProperty("amount").GetString()!, System.Globalization.CultureInfo.InvariantCulture)))
            .ShouldBe(jobs.ToDictionary(job => job, _ => 10m), ignoreOrder: true);
        payments.Sum(payment => payment.Amount("advance")).ShouldBe(2m);
        (await factory.Balance(worker)).Amount("balance").ShouldBe(-2m);
    }

    private async Task<(Factory Factory, string Worker, string[] Jobs)> ThreeJobsOfTen()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var (worker, article) = (await factory.Worker(), await factory.Article(("Cutting", "1")));
        var jobs = new List<string>();
        for (var i = 1; i <= 3; i++)
        {
            jobs.Add((await factory.Earned(worker, article, 10)).Id);
            await factory.BalanceBecomes(worker, 10m * i);
        }

        return (factory, worker, [.. jobs]);
    }
}
