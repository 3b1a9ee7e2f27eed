using System.Net;

namespace FactoryFlow.Gateway.RateLimits;

/// <summary>
/// Whose calls stand in one line at a service: a tenant's; without a token, those of one address to one RPC, so that nobody is held up by the
/// sign-ins of somebody else, nor a session that goes on by sign-ins.
/// </summary>
internal readonly record struct Whose
{
    private readonly Quota _who;
    private readonly string? _rpc;

    private Whose(Quota who, string? rpc) => (_who, _rpc) = (who, rpc);

    public static Whose OfTenant(Guid tenant) => new(Quota.OfTenant(tenant, 0), null);

    public static Whose OfAddress(IPAddress? address, string rpc) => new(Quota.OfAddress(address, 0), rpc);
}
