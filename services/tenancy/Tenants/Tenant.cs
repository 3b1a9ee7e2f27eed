using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Google.Protobuf.WellKnownTypes;

namespace FactoryFlow.Tenancy.Tenants;

/// <summary>The rules of tenants: what one is asked for with, and how it comes to be.</summary>
internal static class Tenant
{
    /// <summary>The tenant and the administrator that a request asks for, checked; without an id, settings or a time yet.</summary>
    /// <param name="request">The request.</param>
    /// <param name="reserved">The slugs that none is opened under.</param>
    /// <exception cref="Refusal">INVALID_INPUT.</exception>
    public static (V1.Tenant Tenant, TenantAdmin Admin) Of(CreateTenantRequest request, ReservedSlugs reserved)
    {
        var check = new Check();
        var tenant = new V1.Tenant
        {
            Name = check.Text("name", request.Name, 1, 200),
            Slug = check.Slug("slug", request.Slug),
            Plan = check.Text("plan", request.Plan, 1, 63),
            Currency = request.Currency,
            IsSandbox = request.IsSandbox,
        };
        check.That(!reserved.Slugs.Contains(request.Slug), "slug", "is kept for the platform itself: choose another");
        if (request.Currency.Length == 0) check.Fault("currency", "is required");
        else check.That(Currencies.Has(request.Currency), "currency", "is no active ISO 4217 code such as EUR");
        var admin = request.Admin ?? new TenantAdmin();
        admin = new TenantAdmin
        {
            Email = check.Email("admin.email", admin.Email),
            Name = check.Text("admin.name", admin.Name, 1, 200),
            Password = check.NewPassword("admin.password", admin.Password),
        };
        check.Done();
        return (tenant, admin);
    }

    /// <summary>The reservation of a slug, with the plan's settings as they are now.</summary>
    public static V1.Tenant Reserved(V1.Tenant asked, Guid id, TenantSettings settings, DateTimeOffset now) => new(asked)
    {
        Id = id.ToString(),
        Status = V1.Tenant.Types.Status.Provisioning,
        Settings = settings,
        CreateTime = Timestamp.FromDateTimeOffset(now),
    };
}
