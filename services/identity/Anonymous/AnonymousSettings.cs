using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace FactoryFlow.Identity.Anonymous;

/// <summary>How often whoever has not signed in may try.</summary>
/// <param name="PerAddress">Tries from one address in a minute; -1 is any number.</param>
/// <param name="PerAccount">Tries for one account in a minute; -1 is any number.</param>
internal sealed record AnonymousSettings(int PerAddress, int PerAccount)
{
    /// <summary>As it is configured.</summary>
    /// <exception cref="InvalidOperationException">A number is none, or lets nobody sign in.</exception>
    public static AnonymousSettings From(IConfiguration configuration) => new(Read(configuration, "PerAddress", 60), Read(configuration, "PerAccount", 10));

    /// <summary>Whose tries are counted together: an address's; of IPv6 its network's, since one customer of a provider has all addresses of that.</summary>
    public static string PlaceOf(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }

    private static int Read(IConfiguration configuration, string name, int otherwise)
    {
        if (configuration[$"Identity:AnonymousTriesPerMinute:{name}"] is not { Length: > 0 } text) return otherwise;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number is -1 or > 0
            ? number
            : throw new InvalidOperationException($"Identity__AnonymousTriesPerMinute__{name} must be a number from 1 on, or -1 for any number.");
    }
}
