using System.Text.Json;
using FactoryFlow.Events.Tenancy;
using FactoryFlow.Platform.Data;
using FactoryFlow.Tenancy.V1;
using Google.Protobuf.Collections;

namespace FactoryFlow.Tenancy.Tenants;

/// <summary>The columns of a tenant as the read slices ask for them.</summary>
internal sealed record TenantRow(
    Guid TenantId, string Name, string Slug, string Plan, string Currency, string Status, string? DomainStatus, string? Domain,
    Guid? OwnerUserId, string Settings, DateTimeOffset CreateTime, long Version, string FeatureFlags, string[] CorsOrigins, string? SuspensionReason,
    string DomainParts)
{
    /// <summary>Whether it is active, or was, and not just reserved.</summary>
    public bool IsOpen => Status != "PROVISIONING";

    /// <summary>Whether waiting for the domain is of no more use: it is active, or a provider could not connect it and all have answered.</summary>
    public bool DomainIsSettled => DomainStatus == "ACTIVE"
        || (Parts() is var parts && parts.Any(p => p.Problem.Length > 0) && parts.All(p => p.Problem.Length > 0 || p.Status == V1.Domain.Types.Status.Active));

    public V1.Tenant ToMessage() => new()
    {
        Id = TenantId.ToString(),
        Name = Name,
        Slug = Slug,
        Plan = Plan,
        Currency = Currency,
        Status = EnumText.Parse<V1.Tenant.Types.Status>(Status),
        DomainStatus = DomainStatus is { } status ? EnumText.Parse<V1.Domain.Types.Status>(status) : default,
        Domain = Domain ?? "",
        OwnerUserId = OwnerUserId?.ToString() ?? "",
        Settings = StoredJson.Read<TenantSettings>(Settings),
        CreateTime = Wire.Time(CreateTime),
        Etag = Etag.Of(Version),
        FeatureFlags = { Flags() },
        CorsOrigins = { CorsOrigins },
        SuspensionReason = SuspensionReason ?? "",
        DomainParts = { Parts() },
        IsSandbox = SandboxClock.IsSandbox(TenantId),
    };

    /// <summary>What other services keep of it.</summary>
    public TenantChanged ToFact(Guid eventId, DateTimeOffset now)
    {
        var settings = StoredJson.Read<TenantSettings>(Settings);
        return new TenantChanged
        {
            EventId = eventId, TenantId = TenantId, OccurredAt = now, Version = Version, Slug = Slug, Name = Name, Status = Status, Plan = Plan, Currency = Currency,
            Limits = new TenantLimits
            {
                MaxJobSteps = settings.Limits.MaxJobSteps, MaxArticleAttributes = settings.Limits.MaxArticleAttributes,
                MaxUsers = settings.Limits.MaxUsers, MaxWorkers = settings.Limits.MaxWorkers,
            },
            RateLimits = new TenantRateLimits
            {
                RequestsPerMinute = settings.RateLimits.RequestsPerMinute,
                // Settings that were copied before there was such a limit have none.
                RequestsPerMinutePerUser = settings.RateLimits.HasRequestsPerMinutePerUser ? settings.RateLimits.RequestsPerMinutePerUser : TenantLimits.Unlimited,
            },
            FeatureFlags = Flags(), CorsOrigins = CorsOrigins,
        };
    }

    private Dictionary<string, bool> Flags() => JsonSerializer.Deserialize<Dictionary<string, bool>>(FeatureFlags)!;

    private RepeatedField<V1.Domain.Types.Part> Parts() => StoredJson.Read<V1.Tenant>(DomainParts).DomainParts;
}
