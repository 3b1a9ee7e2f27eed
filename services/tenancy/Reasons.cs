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

    public static readonly Reason PlanInUse = new(
        "PLAN_IN_USE", StatusCode.FailedPrecondition, "A tenant has the plan, active or not: change its tenants to another one first.")
    {
        Constraint = "tenants_plan_fkey",
    };

    public static readonly Reason TenantNotFound = new(
        "TENANT_NOT_FOUND", StatusCode.NotFound, "There is no such tenant, or it is not the caller's own.");

    public static readonly Reason TenantSlugTaken = new(
        "TENANT_SLUG_TAKEN", StatusCode.AlreadyExists, "Another tenant has this slug, or is being opened under it: choose a different one.")
    {
        Constraint = "tenants_slug_key",
        Field = "slug",
    };

    public static readonly Reason TenantNotActive = new(
        "TENANT_NOT_ACTIVE", StatusCode.FailedPrecondition, "Only an active tenant can be suspended.");

    public static readonly Reason TenantAlreadyActive = new(
        "TENANT_ALREADY_ACTIVE", StatusCode.FailedPrecondition, "The tenant is active: there is nothing to reactivate.");

    public static readonly Reason TenantNotOpen = new(
        "TENANT_NOT_OPEN", StatusCode.FailedPrecondition, "The tenant is still being opened: wait until it is active.");

    public static readonly Reason TenantNotSandbox = new(
        "TENANT_NOT_SANDBOX", StatusCode.FailedPrecondition, "Only the clock of a sandbox can be moved: open a tenant with `isSandbox` to try things out.");

    public static readonly Reason TenantOpeningWithdrawn = new(
        "TENANT_OPENING_WITHDRAWN", StatusCode.Aborted, "The tenant could not be opened and nothing of it is left: send the request again with a new `Idempotency-Key`.");

    public static readonly Reason TenantConfigNotFound = new(
        "TENANT_CONFIG_NOT_FOUND", StatusCode.NotFound, "The tenant has no configuration yet: write one first.");

    public static readonly Reason FactoryNotFound = new("FACTORY_NOT_FOUND", StatusCode.NotFound, "There is no such factory.");

    public static readonly Reason FactoryCodeTaken = new("FACTORY_CODE_TAKEN", StatusCode.AlreadyExists, "Another factory has this code: choose another.")
    {
        Constraint = "factories_code_key",
        Field = "factory_code",
    };
}
