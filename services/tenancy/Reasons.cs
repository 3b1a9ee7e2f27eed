using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Tenancy;

/// <summary>The reasons that this service answers, in order of precedence.</summary>
internal static class Reasons
{
    public static readonly Reason PlanNotFound = new(
        "PLAN_NOT_FOUND", StatusCode.NotFound, "There is no such plan: list the plans to see which there are.");

    public static readonly Reason PlanSlugTaken = new(
        "PLAN_SLUG_TAKEN", StatusCode.AlreadyExists, "Another plan has this slug: choose a different one.")
    {
        Constraint = "plans_slug_key",
        Field = "slug",
    };

    public static readonly Reason TenantNotFound = new(
        "TENANT_NOT_FOUND", StatusCode.NotFound, "There is no such tenant, or it is not the caller's own.");

    public static readonly Reason TenantSlugTaken = new(
        "TENANT_SLUG_TAKEN", StatusCode.AlreadyExists, "Another tenant has this slug, or is being opened under it: choose a different one.")
    {
        Constraint = "tenants_slug_key",
        Field = "slug",
    };

    public static readonly Reason TenantConfigNotFound = new(
        "TENANT_CONFIG_NOT_FOUND", StatusCode.NotFound, "The tenant has no configuration yet: write one first.");

    public static readonly Reason PlanLimitExceeded = new(
        "PLAN_LIMIT_EXCEEDED", StatusCode.PermissionDenied, "The tenant's plan does not allow as many: remove some, or move to a larger plan.")
    {
        Code = "PLAN_LIMIT_EXCEEDED",
    };
}
