using System.Globalization;
using Dapper;

namespace FactoryFlow.Chaos.Tests;

/// <summary>Whether the books say what was earned, no more and no less: by the API, and by what lies in the databases and in the broker.</summary>
internal sealed class Books(Floor floor)
{
    public const string Queue = "ledger-credit-on-job-step-completed", SetAside = Queue + "_undeliverable";

    /// <summary>Waits until the ledger has handled every fact that there is.</summary>
    public async Task Settle(TimeSpan limit)
    {
        await using var ledger = await floor.System.OpenAsAdministrator("ledger");
        await Eventually.Sees(
            async () => (Credits: await ledger.ExecuteScalarAsync<long>("select count(*) from entries where type = 'WAGE'"), Waiting: await Waiting()),
            seen => seen.Credits >= floor.Expected.Count && seen.Waiting == 0, limit);
    }

    public async Task ShouldBeRight()
    {
        (await Waiting()).ShouldBe(0, "facts wait in an outbox");
        await using var broker = await Broker.Open(floor.System);
        (await broker.Count(Queue)).ShouldBe(0L, "facts wait in the queue");
        (await broker.Count(SetAside)).ShouldBe(0L, "facts were set aside");
        (await broker.Count(Queue + "_error")).ShouldBeOneOf(0L, null);
        (await broker.Count(Queue + "_skipped")).ShouldBeOneOf(0L, null);
        await Task.WhenAll(floor.Tenants.Select(ShouldBeRight));
        await DatabasesShouldAgree();
    }

    // What each worker is shown, entry by entry, against what each step must have earned.
    private async Task ShouldBeRight(FloorTenant tenant)
    {
        var earned = floor.Expected.Where(wage => wage.Value.Tenant == tenant.Id).ToList();
        foreach (var worker in tenant.Workers)
        {
            var entries = await Factory.Pages(tenant.Client, $"/api/v1/ledger/workers/{worker}", "entries", 200, mostPages: 5000);
            var credits = entries.ConvertAll(entry => (Step: entry.GetProperty("source").GetProperty("stepId").GetString()!, Amount: Money(entry.GetProperty("amount"))));
            credits.Select(credit => credit.Step).Distinct().Count().ShouldBe(credits.Count, "a step was credited twice");
            var mine = earned.Where(wage => wage.Value.Worker == worker).ToDictionary(wage => wage.Key, wage => wage.Value.Amount);
            credits.Count.ShouldBe(mine.Count);
            credits.Where(credit => mine.GetValueOrDefault(credit.Step) != credit.Amount).ShouldBeEmpty();
            (await Balance(tenant, worker)).ShouldBe((mine.Values.Sum(), mine.Values.Sum(), 0m));
        }

        var accounts = (await Client.Retry(() => tenant.Client.Get("/api/v1/ledger/trial-balance"))).Expect(200).Items("accounts")
            .ToDictionary(account => account.GetProperty("account").GetString()!, account => Money(account.GetProperty("total")));
        accounts.Values.Sum().ShouldBe(0m);
        accounts.GetValueOrDefault("WORKER_PAYABLE").ShouldBe(earned.Sum(wage => wage.Value.Amount));
    }

    private static async Task<(decimal Balance, decimal Pending, decimal Advance)> Balance(FloorTenant tenant, string worker)
    {
        var reply = (await Client.Retry(() => tenant.Client.Get($"/api/v1/ledger/workers/{worker}/balance"))).Expect(200);
        return (reply.Amount("balance"), reply.Amount("pending"), reply.Amount("advance"));
    }

    private async Task DatabasesShouldAgree()
    {
        await using var ledger = await floor.System.OpenAsAdministrator("ledger");
        (await ledger.ExecuteScalarAsync<long>("select count(*) from entries where type = 'WAGE'")).ShouldBe(floor.Expected.Count);
        (await ledger.ExecuteScalarAsync<long>("select count(*) from undeliverable_facts")).ShouldBe(0, "facts were set aside");
        (await ledger.ExecuteScalarAsync<decimal>("select sum(earned) from earnings")).ShouldBe(floor.Expected.Values.Sum(wage => wage.Amount));
        (await ledger.ExecuteScalarAsync<long>("""
            select count(*) from worker_accounts a
            where greatest(a.balance, 0) <> (select coalesce(sum(earned - covered), 0) from earnings e where (e.tenant_id, e.worker_id) = (a.tenant_id, a.worker_id))
                or (a.balance, a.sequence) <> (select coalesce(sum(amount), 0), count(*) from lines l where (l.tenant_id, l.worker_id) = (a.tenant_id, a.worker_id))
            """)).ShouldBe(0, "open earnings, balances and lines disagree");
        (await ledger.ExecuteScalarAsync<long>("select count(*) from (select from lines group by tenant_id, entry_id, currency having sum(amount) <> 0) unbalanced")).ShouldBe(0);
        await using var production = await floor.System.OpenAsAdministrator("production");
        (await production.ExecuteScalarAsync<long>("select count(*) from audit_entries where action = 'job_step.completed'")).ShouldBe(floor.Expected.Count);
    }

    /// <summary>How many facts are committed and not yet on the bus.</summary>
    public async Task<long> Waiting()
    {
        var waiting = 0L;
        foreach (var service in floor.System.Services)
        {
            await using var connection = await floor.System.OpenAsAdministrator(service);
            waiting += await connection.ExecuteScalarAsync<long>("select count(*) from outbox");
        }

        return waiting;
    }

    private static decimal Money(System.Text.Json.JsonElement money) => decimal.Parse(money.GetProperty("amount").GetString()!, CultureInfo.InvariantCulture);
}
