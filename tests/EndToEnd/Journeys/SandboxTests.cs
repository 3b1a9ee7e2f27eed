using System.Globalization;

namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>A tenant to try things out with: a month of it passes while the test runs.</summary>
public sealed class SandboxTests(WholeSystem system)
{
    private const string Patient = """
        states:
          - { id: asked, type: start }
          - { id: waiting, type: waitForTimer, duration: P3D, sla: { duration: P1D } }
          - { id: answered, type: end }
        transitions:
          - { id: ask, from: asked, to: waiting }
          - { id: answer, from: waiting, to: answered }
        """;

    [Fact]
    public async Task Days_of_waiting_pass_in_one_call_and_what_was_due_on_the_way_was_done()
    {
        var sandbox = await Sandbox();
        var instance = await Asked(sandbox);
        var began = await Time(sandbox);
        (await Advance(sandbox, began.AddDays(4))).Expect(200).Text("isSandbox").ShouldBe("true");
        (await sandbox.Admin.Get($"/api/v1/workflows/instances/{instance}")).Expect(200).Text("status").ShouldBe("COMPLETED");
        var missed = DateTimeOffset.Parse((await sandbox.Admin.Get("/api/v1/workflows/sla-violations")).Expect(200).Text("violations.0.createTime"), CultureInfo.InvariantCulture);
        (missed - began).TotalDays.ShouldBe(1, 0.01);
        ((await Time(sandbox)) - began).TotalDays.ShouldBe(4, 0.01);
    }

    [Fact]
    public async Task A_month_ends_and_its_wages_are_closed()
    {
        var sandbox = await (await Sandbox()).Configure(("Cutting", true));
        var worker = await sandbox.Worker();
        await sandbox.Earned(worker, await sandbox.Article(("Cutting", "0.2500")), pieces: 40);
        await sandbox.BalanceBecomes(worker, 10m);
        var month = (await Time(sandbox)).ToString("yyyy-MM", CultureInfo.InvariantCulture);
        (await sandbox.Admin.Post($"/api/v1/ledger/periods/{month}:close", new { })).Status.ShouldBe(409);
        (await Advance(sandbox, (await Time(sandbox)).AddMonths(1))).Expect(200);
        (await sandbox.Admin.Post($"/api/v1/ledger/periods/{month}:close", new { })).Expect(200);
        await sandbox.Earned(worker, await sandbox.Article(("Cutting", "0.5000")), pieces: 2);
        await sandbox.BalanceBecomes(worker, 11m);
        var (newest, oldest) = ((await sandbox.Statement(worker)).Text("entries.0.effectiveTime"), (await sandbox.Statement(worker)).Text("entries.1.effectiveTime"));
        (DateTimeOffset.Parse(newest, CultureInfo.InvariantCulture) - DateTimeOffset.Parse(oldest, CultureInfo.InvariantCulture)).TotalDays.ShouldBeGreaterThan(27);
    }

    [Fact]
    public async Task Only_whoever_may_moves_only_the_clock_of_a_sandbox()
    {
        var sandbox = await Sandbox();
        var real = await Factory.Open(system.Running);
        var time = DateTimeOffset.UtcNow.AddDays(1);
        (await Advance(real, time)).Expect(409, "TENANT_NOT_SANDBOX");
        (await real.Admin.Post($"/api/v1/tenants/{sandbox.TenantId}/clock:advance", new { toTime = time })).Expect(404, "TENANT_NOT_FOUND");
        (await system.Running.Platform.Post($"/api/v1/tenants/{sandbox.TenantId}/clock:advance", new { toTime = time })).Expect(200);
        (await real.Admin.Get($"/api/v1/tenants/{real.TenantId}/clock")).Expect(200).Text("isSandbox").ShouldBe("false");
        (await system.Running.Platform.Get($"/api/v1/tenants/{sandbox.TenantId}")).Expect(200).Text("isSandbox").ShouldBe("true");
    }

    private async Task<Factory> Sandbox() => await (await Factory.Open(system.Running)).OpenSandbox();

    private static async Task<string> Asked(Factory factory)
    {
        var definition = (await factory.Admin.Post("/api/v1/workflows/definitions", new { name = "patient", yaml = Patient })).Expect(201).Text("id");
        (await factory.Admin.Post($"/api/v1/workflows/definitions/{definition}:publish")).Expect(200);
        var instance = (await factory.Admin.Post("/api/v1/workflows/instances", new { definition = "patient" })).Expect(201).Text("id");
        (await factory.Admin.Post($"/api/v1/workflows/instances/{instance}/transitions", new { transition = "ask" })).Expect(200);
        return instance;
    }

    private static Task<Reply> Advance(Factory factory, DateTimeOffset time) => factory.Admin.Post($"/api/v1/tenants/{factory.TenantId}/clock:advance", new { toTime = time });

    private static async Task<DateTimeOffset> Time(Factory factory) =>
        DateTimeOffset.Parse((await factory.Admin.Get($"/api/v1/tenants/{factory.TenantId}/clock")).Expect(200).Text("time"), CultureInfo.InvariantCulture);
}
