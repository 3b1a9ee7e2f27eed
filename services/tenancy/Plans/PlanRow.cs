using FactoryFlow.Platform.Data;
using FactoryFlow.Tenancy.V1;

namespace FactoryFlow.Tenancy.Plans;

/// <summary>The columns of a plan as the read slices ask for them.</summary>
internal sealed record PlanRow(Guid PlanId, string Slug, string Name, string Settings, long Version)
{
    public V1.Plan ToMessage()
    {
        var settings = StoredJson.Read<TenantSettings>(Settings);
        return new V1.Plan { Id = PlanId.ToString(), Slug = Slug, Name = Name, Limits = settings.Limits, RateLimits = settings.RateLimits, Etag = Etag.Of(Version) };
    }
}
