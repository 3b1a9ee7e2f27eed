using Dapper;

namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>What a worker is told: why a wage is what it is, what was owed at a time, and a statement that others can check.</summary>
public sealed class StatementTests(WholeSystem system)
{
    [Fact]
    public async Task A_shared_wage_explains_itself_and_is_computed_again_as_production_did()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var workers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => factory.Worker()));
        var job = await factory.Job(await factory.Article(("Cutting", "0.7007")), 11);
        var shares = workers.Select((worker, i) => new { workerId = worker, part = $"{i + 1}.5" });
        (await factory.Admin.Put($"{job.Path}/steps/{job.Step("Cutting")}/assignment", new { shares, shareBasis = "HOURS" })).Expect(200);
        await job.Start("Cutting");
        await job.Complete("Cutting");
        foreach (var worker in workers)
        {
            var entry = (await Eventually.Sees(() => factory.Statement(worker), seen => seen.Items("entries").Count == 1)).Items("entries")[0];
            var explained = (await factory.Admin.Get($"/api/v1/ledger/entries/{entry.GetProperty("id").GetString()}:explain")).Expect(200);
            (explained.Text("rule"), explained.Text("quantity"), explained.Text("rate.amount"), explained.Text("matches")).ShouldBe(("SHARE_OF_PIECES_TIMES_RATE", "11", "0.7007", "true"));
            explained.Text("recomputed.amount").ShouldBe(entry.GetProperty("amount").GetProperty("amount").GetString());
        }
    }

    [Fact]
    public async Task What_was_owed_at_a_time_is_what_was_answered_then()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var worker = await factory.Worker();
        await factory.Earned(worker, await factory.Article(("Cutting", "1.0000")), pieces: 10);
        var before = (await factory.BalanceBecomes(worker, 10m)).Body;
        var then = Uri.EscapeDataString((await factory.Statement(worker)).Text("entries.0.bookedTime"));
        (await factory.Pay(worker, "25")).Expect(201);
        (await factory.Admin.Get($"/api/v1/ledger/workers/{worker}/balance?asOf={then}")).Expect(200).Body.ShouldBe(before);
        (await factory.Balance(worker)).Text("advance.amount").ShouldBe("15.0000");
        (await factory.Admin.Get($"/api/v1/ledger/workers/{worker}/balance?asOf=2020-01-01T00:00:00Z")).Expect(200).Text("balance.amount").ShouldBe("0.0000");
        var accounts = (await factory.Admin.Get($"/api/v1/ledger/trial-balance?asOf={then}")).Expect(200).Items("accounts");
        accounts.Select(a => $"{a.GetProperty("account").GetString()} {a.GetProperty("total").GetProperty("amount").GetString()}").ShouldBe(["WAGES_EXPENSE -10.0000", "WORKER_PAYABLE 10.0000"]);
    }

    [Fact]
    public async Task A_statement_of_a_range_opens_and_closes_with_what_stood_and_the_whole_one_says_neither()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var worker = await factory.Worker();
        await factory.Earned(worker, await factory.Article(("Cutting", "1.0000")), pieces: 10);
        await factory.BalanceBecomes(worker, 10m);
        (await factory.Pay(worker, "4")).Expect(201);
        (await factory.Pay(worker, "3")).Expect(201);
        var whole = await factory.Statement(worker);
        var (from, to) = (Uri.EscapeDataString(whole.Text("entries.1.bookedTime")), Uri.EscapeDataString(whole.Text("entries.0.bookedTime")));
        var range = (await factory.Admin.Get($"/api/v1/ledger/workers/{worker}?from={from}&to={to}")).Expect(200);
        (range.Text("openingBalance.amount"), range.Text("closingBalance.amount"), range.Items("entries").Count).ShouldBe(("10.0000", "6.0000", 1));
        range.Items("entries")[0].GetRawText().ShouldBe(whole.Items("entries")[1].GetRawText());
        whole.Body.ShouldNotContain("openingBalance\":{");
    }

    [Fact]
    public async Task A_statement_is_verified_by_somebody_who_has_nothing_but_its_code_until_a_line_is_changed()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var (worker, other) = (await factory.Worker(), await factory.Worker());
        var article = await factory.Article(("Cutting", "1.0000"));
        foreach (var one in new[] { worker, other }) await factory.Earned(one, article, pieces: 10);
        foreach (var one in new[] { worker, other }) await factory.BalanceBecomes(one, 10m);
        (await factory.Pay(worker, "4")).Expect(201);
        var statement = (await factory.Admin.Get($"/api/v1/ledger/workers/{worker}?from=2026-01-01T00:00:00Z&to={Uri.EscapeDataString(DateTimeOffset.UtcNow.ToString("O"))}")).Expect(200);
        var verified = await Verify();
        (verified.Text("status"), verified.Text("credits.amount"), verified.Text("debits.amount"), verified.Text("closingBalance.amount")).ShouldBe(("MATCHES", "10.0000", "4.0000", "6.0000"));
        verified.Body.ShouldNotContain(other);
        verified.Body.ShouldNotContain(factory.TenantId);
        await using var connection = await system.Running.OpenAsAdministrator("ledger");
        await connection.ExecuteAsync("set session_replication_role = replica; update lines set amount = 3 where tenant_id = @tenant and amount = 4; update lines set amount = -3 where tenant_id = @tenant and amount = -4", new { tenant = Guid.Parse(factory.TenantId) });
        (await Verify()).Text("status").ShouldBe("NO_LONGER_MATCHES");

        async Task<Reply> Verify() => (await system.Running.Anybody.Get($"/api/v1/ledger/verify/{statement.Text("verificationCode")}")).Expect(200);
    }
}
