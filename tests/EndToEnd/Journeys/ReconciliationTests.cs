using Dapper;

namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>What was worked against what was credited, across both services, with faults that an administrator of the databases plants.</summary>
public sealed class ReconciliationTests(WholeSystem system)
{
    private const string Wages = "/api/v1/reconciliation/wages", CopyOfEntry = """
        insert into entries (tenant_id, id, type, source, effective_time, booked_time, description, details)
        select tenant_id, gen_random_uuid(), type, @source, effective_time, booked_time, description, details || @details::jsonb
        from entries where tenant_id = @tenant and details ->> 'jobId' = @job and source like 'report:%' limit 1;
        insert into lines (tenant_id, entry_id, number, account, worker_id, currency, amount, balance_after, sequence, effective_time, booked_time, hash)
        select l.tenant_id, c.id, l.number, l.account, l.worker_id, l.currency, l.amount, l.balance_after, l.sequence + 1000 * length(@source), l.effective_time, l.booked_time, l.hash
        from entries c join entries e on e.tenant_id = c.tenant_id and e.details ->> 'jobId' = @job and e.source like 'report:%' join lines l on l.tenant_id = e.tenant_id and l.entry_id = e.id
        where c.tenant_id = @tenant and c.source = @source
        """;

    [Fact]
    public async Task What_was_never_credited_is_found_and_credited_through_the_bus_exactly_once()
    {
        var (factory, worker, _) = await Worked();
        await Plant(factory, "production", """
            insert into step_reports (tenant_id, id, job_id, step_id, kind, good_quantity, rejected_quantity, worker_id, rate_version_id, rate, earned, work_time, create_time)
            select tenant_id, gen_random_uuid(), job_id, step_id, 'PROGRESS', good_quantity, 0, worker_id, rate_version_id, rate, earned, work_time, create_time
            from step_reports where tenant_id = @tenant and rate is not null limit 1
            """);
        (await Findings(factory)).ShouldBe(["MISSING True"]);
        (await factory.Admin.Post(Wages + ":repair")).Expect(200).Items("republishedReportIds").Count.ShouldBe(1);
        await factory.BalanceBecomes(worker, 20m);
        (await factory.Admin.Post(Wages + ":repair")).Expect(200).Items("republishedReportIds").ShouldBeEmpty();
        (await Findings(factory)).ShouldBeEmpty();
        await factory.BalanceBecomes(worker, 20m);
    }

    [Fact]
    public async Task What_was_credited_for_no_work_twice_or_with_another_amount_is_found_and_left_to_a_person()
    {
        var (factory, _, job) = await Worked();
        (await Findings(factory)).ShouldBeEmpty();
        await Plant(factory, "ledger", CopyOfEntry, new { source = "planted", job, details = $$"""{"reportId": "{{Guid.NewGuid()}}"}""" });
        (await Findings(factory)).ShouldBe(["EXTRA False"]);
        await Plant(factory, "ledger", CopyOfEntry, new { source = "planted twice", job, details = "{}" });
        (await Findings(factory)).ShouldBe(["DOUBLED False", "EXTRA False"]);
        await Plant(factory, "ledger", "set local session_replication_role = replica; update lines set amount = amount * 2 where tenant_id = @tenant and sequence = 1");
        (await Findings(factory)).ShouldBe(["DOUBLED False", "DRIFTED False", "EXTRA False"]);
        var repaired = (await factory.Admin.Post(Wages + ":repair", new { pageSize = 200 })).Expect(200);
        (repaired.Items("republishedReportIds").Count, repaired.Items("findings").Count).ShouldBe((0, 1));
    }

    [Fact]
    public async Task What_was_done_just_now_is_on_its_way_and_no_fault()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var worker = await factory.Worker();
        await factory.Earned(worker, await factory.Article(("Cutting", "1.0000")), pieces: 10);
        var compared = (await factory.Admin.Get(Wages)).Expect(200);
        (compared.Text("underwayReports"), compared.Items("findings").Count).ShouldBe(("1", 0));
        await factory.BalanceBecomes(worker, 10m);
    }

    // A worker who earned 10.0000 at a job, and not just now.
    private async Task<(Factory Factory, string Worker, string Job)> Worked()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var worker = await factory.Worker();
        var job = await factory.Earned(worker, await factory.Article(("Cutting", "1.0000")), pieces: 10);
        await factory.BalanceBecomes(worker, 10m);
        await Plant(factory, "production", "update step_reports set create_time = create_time - interval '1 hour' where tenant_id = @tenant");
        return (factory, worker, job.Id);
    }

    private static async Task<List<string>> Findings(Factory factory)
    {
        var (findings, token) = (new List<string>(), "");
        do
        {
            var page = (await factory.Admin.Get($"{Wages}?pageSize=2&pageToken={token}")).Expect(200);
            findings.AddRange(page.Items("findings").Select(f => $"{f.GetProperty("kind")} {f.GetProperty("isRepairable").GetBoolean()}"));
            token = page.Text("nextPageToken");
        }
        while (token.Length > 0);
        return [.. findings.Order(StringComparer.Ordinal)];
    }

    private static async Task Plant(Factory factory, string service, string sql, object? more = null)
    {
        await using var connection = await factory.System.OpenAsAdministrator(service);
        await using var transaction = await connection.BeginTransactionAsync();
        var parameters = new DynamicParameters(more);
        parameters.Add("tenant", Guid.Parse(factory.TenantId));
        (await connection.ExecuteAsync(sql, parameters, transaction)).ShouldBeGreaterThan(0);
        await transaction.CommitAsync();
    }
}
