using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace FactoryFlow.Gateway.Cookies;

/// <summary>
/// What a page shows to prove that it is ours and not one that merely makes the browser send its cookies: a value that follows from
/// the access token, which scripts cannot read, and so counts for that session alone. No gateway needs to remember it.
/// </summary>
internal static class CsrfToken
{
    private static ReadOnlySpan<byte> Purpose => "factoryflow csrf"u8;

    public static string Of(string accessToken) => Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.ASCII.GetBytes(accessToken), Purpose));

    public static bool Fits(string? shown, string accessToken) =>
        shown is not null && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(shown), Encoding.ASCII.GetBytes(Of(accessToken)));
}
