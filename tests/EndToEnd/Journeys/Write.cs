using System.Text.Json.Nodes;
using FactoryFlow.EndToEnd.Tests.Api;

namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>One write that a test repeats: the call, another call that must not pass under the same key, and what it leaves behind.</summary>
/// <param name="Client">Who calls.</param>
/// <param name="Fields">The call.</param>
/// <param name="Other">The same RPC with something else in it.</param>
/// <param name="Effects">Statements that each count one thing that the call must leave exactly once, by service.</param>
internal sealed record Write(Client Client, JsonObject Fields, JsonObject Other, params (string Service, string Count)[] Effects)
{
    /// <summary>Every RPC that honours an idempotency key. One that is missing here fails a test.</summary>
    public static Dictionary<string, Func<Ground, Write>> Table { get; } = new()
    {
        ["PlanService.CreatePlan"] = g => Of(g, "PlanService.CreatePlan", g.Factory.System.Platform, call => call["name"] = "Another",
            call => [("tenancy", $"select count(*) from plans where slug = '{call["slug"]}'")]),
        ["TenantService.CreateTenant"] = g => Of(g, "TenantService.CreateTenant", g.Factory.System.Platform, call => call["name"] = "Another",
            call =>
            [
                ("tenancy", $"select count(*) from tenants where slug = '{call["slug"]}' and status = 'ACTIVE'"),
                ("identity", $"select count(*) from users u join tenants t using (tenant_id) where t.slug = '{call["slug"]}'"),
            ]),
        ["TenantConfigService.UpsertTenantConfig"] = g => Of(g, "TenantConfigService.UpsertTenantConfig", g.Factory.Admin, call => call["sizeRange"] = new JsonArray("40"),
            _ => [("tenancy", $"select count(*) - 1 from tenant_configs where tenant_id = '{g.Factory.TenantId}'")]),
        ["WorkerService.CreateWorker"] = g => Of(g, "WorkerService.CreateWorker", g.Factory.Admin, call => call["name"] = "Another",
            _ => [("production", $"select count(*) - 1 from workers where tenant_id = '{g.Factory.TenantId}'")]),
        ["ArticleService.CreateArticle"] = g => Of(g, "ArticleService.CreateArticle", g.Factory.Admin, call => call["name"] = "Another",
            _ => [("production", $"select count(*) - 1 from articles where tenant_id = '{g.Factory.TenantId}'")]),
        ["JobService.CreateJob"] = g => Of(g, "JobService.CreateJob", g.Factory.Admin, call => call["quantities"] = new JsonObject { ["39"] = 2 },
            _ => [("production", $"select count(*) - 3 from jobs where tenant_id = '{g.Factory.TenantId}'")]),
        ["JobService.AssignJobStep"] = g => Of(g, "JobService.AssignJobStep", g.Factory.Admin, call => call["stepId"] = g.Pending.Step("Packing"),
            _ => [Audited(g, "job_step.assigned", g.Pending.Step("Sewing"))]),
        ["JobService.StartJobStep"] = g => Of(g, "JobService.StartJobStep", g.Factory.Admin, call => call["stepId"] = g.Pending.Step("Sewing"),
            _ => [Audited(g, "job_step.started", g.Pending.Step("Cutting"))]),
        ["JobService.CompleteJobStep"] = g => Of(g, "JobService.CompleteJobStep", g.Factory.Admin, call => call["goodQuantity"] = 2,
            _ => [Audited(g, "job_step.completed", g.Started.Step("Cutting")), ("ledger", $"select count(*) from entries where tenant_id = '{g.Factory.TenantId}' and details->>'stepId' = '{g.Started.Step("Cutting")}'")]),
        ["PaymentService.CreatePayment"] = g => Of(g, "PaymentService.CreatePayment", g.Factory.Admin, call => call["amount"] = "2",
            _ => [("ledger", $"select count(*) - 1 from payments where tenant_id = '{g.Factory.TenantId}'")]),
    };

    private static Write Of(Ground ground, string rpc, Client client, Action<JsonObject> change, Func<JsonObject, (string, string)[]> effects)
    {
        var call = MinimalCalls.Of(Rpc.Named(rpc), ground);
        var other = (JsonObject)call.DeepClone();
        change(other);
        return new Write(client, call, other, effects(call));
    }

    private static (string, string) Audited(Ground ground, string action, string id) =>
        ("production", $"select count(*) from audit_entries where tenant_id = '{ground.Factory.TenantId}' and action = '{action}' and entity_id = '{id}'");
}
