using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace FactoryFlow.Gateway.RateLimits;

/// <summary>Whose calls are counted together, and how many of them a minute may have: with another number the count begins anew.</summary>
internal readonly record struct Quota(QuotaKind Kind, UInt128 Who, int PerMinute)
{
    public static Quota OfTenant(Guid tenant, int perMinute) => new(QuotaKind.Tenant, Number(tenant), perMinute);

    public static Quota OfUser(Guid user, int perMinute) => new(QuotaKind.User, Number(user), perMinute);

    /// <summary>An address; of IPv6 its network, since one customer of a provider has all addresses of that.</summary>
    public static Quota OfAddress(IPAddress? address, int perMinute) => new(QuotaKind.Address, Number(address), perMinute);

    /// <summary>The same for API keys that are not known yet.</summary>
    public static Quota OfKeysFrom(IPAddress? address, int perMinute) => new(QuotaKind.Key, Number(address), perMinute);

    private static UInt128 Number(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        return BinaryPrimitives.ReadUInt128LittleEndian(bytes);
    }

    private static UInt128 Number(IPAddress? address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (address is null) return 0;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        address.TryWriteBytes(bytes, out _);
        if (address.AddressFamily == AddressFamily.InterNetworkV6) bytes[8..].Clear();
        return BinaryPrimitives.ReadUInt128LittleEndian(bytes) ^ (UInt128)(uint)address.AddressFamily;
    }
}

/// <summary>Whose calls a quota counts.</summary>
internal enum QuotaKind
{
    /// <summary>Those of all people of a tenant.</summary>
    Tenant,

    /// <summary>Those of one person.</summary>
    User,

    /// <summary>Those from one address that carry no valid token.</summary>
    Address,

    /// <summary>Those from one address that carry an API key which identity must be asked about.</summary>
    Key,
}
