using FactoryFlow.Tenancy.V1;
using static FactoryFlow.Tenancy.V1.LedgerEntryType.Types;

namespace FactoryFlow.Tenancy.Tests;

/// <summary>Requests that hold, each under a slug of its own; a test changes what it is about.</summary>
internal static class Some
{
    public const string Password = "correct horse battery";

    public static string Slug() => "t-" + Guid.NewGuid().ToString("N");

    public static CreatePlanRequest Plan(Action<CreatePlanRequest>? change = null)
    {
        var plan = new CreatePlanRequest
        {
            Slug = Slug(),
            Name = "Workshop",
            Limits = new PlanLimits { MaxJobSteps = 10, MaxArticleAttributes = 5, MaxUsers = 3, MaxWorkers = -1 },
            RateLimits = new PlanRateLimits { RequestsPerMinute = 600 },
        };
        change?.Invoke(plan);
        return plan;
    }

    public static CreateTenantRequest Tenant(Plan? plan = null, Action<CreateTenantRequest>? change = null)
    {
        var tenant = new CreateTenantRequest
        {
            Name = "Shoe factory",
            Slug = Slug(),
            Plan = plan?.Slug ?? "workshop",
            Currency = "EUR",
            Admin = new TenantAdmin { Email = "Owner@Shoes.Example", Password = Password, Name = "Owner" },
        };
        change?.Invoke(tenant);
        return tenant;
    }

    public static UpsertTenantConfigRequest Config(Tenant? tenant = null, Action<UpsertTenantConfigRequest>? change = null)
    {
        var config = new UpsertTenantConfigRequest
        {
            TenantId = tenant?.Id ?? "",
            JobSteps = { new JobStep { Name = "Stitching", Order = 2, IsPaid = true }, new JobStep { Name = " Cutting ", Order = 1, IsPaid = true } },
            ArticleAttributes =
            {
                new ArticleAttribute { Name = "color", Label = "Colour", Type = ArticleAttribute.Types.Type.Select, IsRequired = true, Options = { "black", "brown" } },
                new ArticleAttribute { Name = "due_day", Type = ArticleAttribute.Types.Type.Date },
            },
            SizeRange = { "38", "39", "40" },
            LedgerEntryTypes = { new LedgerEntryType { Name = "BONUS", Direction = Direction.Credit } },
            Pagination = new Pagination { PageSize = 20 },
        };
        change?.Invoke(config);
        return config;
    }
}
