using System.Text.Json.Nodes;

namespace FactoryFlow.EndToEnd.Tests.Api;

/// <summary>
/// For every public RPC the smallest call that is fine, with every field under its JSON name, whether the path or the body carries
/// it. An RPC without an entry fails the tests that go over all of them.
/// </summary>
internal static class MinimalCalls
{
    private static readonly Dictionary<string, Func<Ground, object>> Table = new()
    {
        ["KeyService.GetJsonWebKeySet"] = _ => new { },
        ["SessionService.SignIn"] = g => new { tenant = g.Factory.Slug, email = Factory.EmailOf(g.Factory.Slug), password = Factory.Password },
        ["SessionService.RefreshSession"] = _ => new { refreshToken = "none" },
        ["SessionService.SignOut"] = _ => new { refreshToken = "none" },

        ["PlanService.CreatePlan"] = _ => Factory.Plan(Factory.NewSlug()),
        ["PlanService.GetPlan"] = g => new { plan = g.Factory.PlanId },
        ["PlanService.ListPlans"] = _ => new { pageSize = 2 },
        ["TenantService.CreateTenant"] = g => Factory.Tenant(Factory.NewSlug(), plan: g.Factory.Slug),
        ["TenantService.GetTenant"] = g => new { tenantId = g.Factory.TenantId },
        ["TenantService.ListTenants"] = _ => new { pageSize = 2 },
        ["TenantConfigService.UpsertTenantConfig"] = g => With(Factory.Configuration([("Cutting", true), ("Sewing", true), ("Packing", false)]), "tenantId", g.Factory.TenantId),
        ["TenantConfigService.GetTenantConfig"] = g => new { tenantId = g.Factory.TenantId },

        ["WorkerService.CreateWorker"] = g => new { code = g.Factory.Next("M"), name = "A worker", phone = "+49 30 1" },
        ["WorkerService.GetWorker"] = g => new { workerId = g.Worker },
        ["WorkerService.ListWorkers"] = _ => new { pageSize = 2 },
        ["ArticleService.CreateArticle"] = g => new { code = g.Factory.Next("M"), name = "An article", stepRates = new { Cutting = "0.2500" } },
        ["ArticleService.GetArticle"] = g => new { articleId = g.Article },
        ["ArticleService.ListArticles"] = _ => new { pageSize = 2 },
        ["JobService.CreateJob"] = g => new { articleId = g.Article, quantities = new Dictionary<string, int> { ["38"] = 1 }, attributes = new { }, assignments = new { Cutting = g.Worker } },
        ["JobService.GetJob"] = g => new { jobId = g.Pending.Id },
        ["JobService.ListJobs"] = _ => new { pageSize = 2 },
        ["JobService.AssignJobStep"] = g => new { jobId = g.Pending.Id, stepId = g.Pending.Step("Sewing"), workerId = g.Worker },
        ["JobService.StartJobStep"] = g => new { jobId = g.Pending.Id, stepId = g.Pending.Step("Cutting") },
        ["JobService.CompleteJobStep"] = g => new { jobId = g.Started.Id, stepId = g.Started.Step("Cutting"), goodQuantity = 1, rejectedQuantity = 0 },

        ["PaymentService.CreatePayment"] = g => new { workerId = g.Worker, amount = "1.0000", currency = "EUR", method = "CASH", note = "" },
        ["PaymentService.GetPayment"] = g => new { paymentId = g.Payment },
        ["StatementService.GetWorkerStatement"] = g => new { workerId = g.Worker },
        ["StatementService.GetWorkerBalance"] = g => new { workerId = g.Worker },
        ["StatementService.ListWorkerJobs"] = g => new { workerId = g.Worker },
        ["StatementService.GetTrialBalance"] = _ => new { },
    };

    /// <summary>The RPCs that have an entry.</summary>
    public static IReadOnlyCollection<string> Names => Table.Keys;

    public static JsonObject Of(Rpc rpc, Ground ground) => Table.TryGetValue(rpc.Name, out var make)
        ? Object(make(ground))
        : throw new InvalidOperationException($"{rpc.Name} has no minimal call: add one to {nameof(MinimalCalls)}.");

    private static JsonObject With(object value, string name, string text)
    {
        var json = Object(value);
        json[name] = text;
        return json;
    }

    private static JsonObject Object(object value) => value as JsonObject ?? System.Text.Json.JsonSerializer.SerializeToNode(value)!.AsObject();
}
