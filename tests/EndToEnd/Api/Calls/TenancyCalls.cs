namespace FactoryFlow.EndToEnd.Tests.Api.Calls;

/// <summary>The smallest fine calls of tenancy's RPCs.</summary>
internal static class TenancyCalls
{
    public static readonly Dictionary<string, Func<Ground, object>> Table = new()
    {
        ["FactoryService.CreateFactory"] = g => new { factoryCode = g.Factory.Next("M"), name = "A factory", nameEn = "A factory", nameCn = "工厂" },
        ["FactoryService.GetFactory"] = g => new { factoryId = g.Place },
        ["FactoryService.ListFactories"] = _ => new { pageSize = 2 },
        ["FactoryService.UpdateFactory"] = g => new { factoryId = g.Place, factoryCode = g.Factory.Next("M"), name = "Renamed", nameEn = "", nameCn = "", etag = "", updateMask = "factoryCode,name,nameEn,nameCn" },
        ["FactoryService.DeleteFactory"] = g => new { factoryId = g.Spare.Place, etag = "" },

        ["PlanService.CreatePlan"] = _ => Factory.Plan(Factory.NewSlug()),
        ["PlanService.GetPlan"] = g => new { plan = g.Factory.PlanId },
        ["PlanService.ListPlans"] = _ => new { pageSize = 2 },
        ["TenantService.CreateTenant"] = g => Factory.Tenant(Factory.NewSlug(), plan: g.Factory.Slug),
        ["TenantService.GetTenant"] = g => new { tenantId = g.Factory.TenantId },
        ["TenantService.RetryDomain"] = g => new { tenantId = g.Factory.TenantId },
        ["TenantService.ListTenants"] = _ => new { pageSize = 2 },
        ["PlanService.UpdatePlan"] = g => new { plan = g.Factory.PlanId, name = "A plan", limits = new { maxUsers = 7 }, updateMask = "name,limits" },
        ["PlanService.DeletePlan"] = g => new { plan = g.SparePlan },
        ["TenantAdministrationService.UpdateTenant"] = g => new { tenantId = g.Factory.TenantId, name = "Renamed" },
        ["TenantAdministrationService.SuspendTenant"] = g => new { tenantId = g.Factory.TenantId, reason = "A trial" },
        ["TenantAdministrationService.ReactivateTenant"] = g => new { tenantId = g.Suspended },
        ["TenantAdministrationService.DeleteTenant"] = g => new { tenantId = g.Factory.TenantId },
        ["TenantAdministrationService.SetCorsOrigins"] = g => new { tenantId = g.Factory.TenantId, origins = new[] { "https://portal.example.com" } },
        ["TenantAdministrationService.SetFeatureFlags"] = g => new { tenantId = g.Factory.TenantId, flags = new { express = true } },
        ["TenantAdministrationService.PreviewPlanChange"] = g => new { tenantId = g.Factory.TenantId, plan = g.SparePlan },
        ["TenantAdministrationService.ChangePlan"] = g => new { tenantId = g.Factory.TenantId, plan = g.SparePlan },
        ["TenantClockService.GetTenantClock"] = g => new { tenantId = g.Factory.TenantId },
        ["TenantClockService.AdvanceTenantClock"] = g => new { tenantId = g.Factory.TenantId, toTime = DateTimeOffset.UtcNow.AddDays(2).ToString("yyyy-MM-dd'T'00:00:00'Z'", System.Globalization.CultureInfo.InvariantCulture) },
        ["UsageService.GetUsage"] = _ => new { },
        ["UsageService.GetTenantUsage"] = g => new { tenantId = g.Factory.TenantId },
        ["AuditService.ListAuditEntries"] = g => new { tenantId = g.Factory.TenantId, entityType = "job", action = "job.created", service = "production", startTime = "2026-01-31T08:30:00Z", endTime = "2100-01-31T08:30:00Z", pageSize = 2 },
        ["OperationsService.ListServices"] = _ => new { },
        ["OperationsService.ListUndeliverableFacts"] = g => new { service = SetAside.Service, state = "OPEN", tenantId = g.Factory.TenantId, queue = SetAside.Queue, pageSize = 2 },
        ["OperationsService.GetUndeliverableFact"] = g => new { service = SetAside.Service, factId = g.SetAside.Failed },
        ["OperationsService.RetryUndeliverableFact"] = g => new { service = SetAside.Service, factId = g.SetAside.Failed },
        ["OperationsService.DiscardUndeliverableFact"] = g => new { service = SetAside.Service, factId = g.SetAside.Spare, reason = "A trial." },
        ["OperationsService.ReemitFacts"] = _ => new { service = "workflow" },
        ["OperationsService.ListSagas"] = g => new { service = "tenancy", state = "WaitingForDomain", tenantId = g.Factory.TenantId, pageSize = 2 },
        ["TenantConfigService.UpsertTenantConfig"] = g => MinimalCalls.With(Factory.Configuration([("Cutting", true), ("Sewing", true), ("Packing", false)]), "tenantId", g.Factory.TenantId),
        ["TenantConfigService.GetTenantConfig"] = g => new { tenantId = g.Factory.TenantId },
    };
}
