using FactoryFlow.Options.V1;

namespace FactoryFlow.Platform.Auth;

/// <summary>What an access token looks like; the signer in identity and the verifier everywhere agree on it here.</summary>
public static class TokenFormat
{
    /// <summary>The only algorithm: ECDSA on P-256 with SHA-256.</summary>
    public const string Algorithm = "ES256";

    /// <summary>The header's <c>typ</c> (RFC 9068), so that no other token of ours can ever pass for an access token.</summary>
    public const string Type = "at+jwt";

    /// <summary>Who gives tokens out.</summary>
    public const string Issuer = "factoryflow";

    /// <summary>Who they are for.</summary>
    public const string Audience = "factoryflow-api";

    /// <summary>The longest token that is looked at.</summary>
    public const int MaxLength = 8 * 1024;

    /// <summary>The most factories that a token names.</summary>
    public const int MostFactories = 50;

    /// <summary>How far two clocks may be apart.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    /// <summary>A kind of caller as the <c>kind</c> claim spells it.</summary>
    public static string NameOf(Access.Types.Kind kind) => kind switch
    {
        Access.Types.Kind.Platform => "PLATFORM",
        Access.Types.Kind.Staff => "STAFF",
        Access.Types.Kind.Customer => "CUSTOMER",
        Access.Types.Kind.Vendor => "VENDOR",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "is no kind of caller"),
    };

    /// <summary>The kind of caller that a <c>kind</c> claim spells; unspecified for any other text.</summary>
    public static Access.Types.Kind KindOf(string? name) => name switch
    {
        "PLATFORM" => Access.Types.Kind.Platform,
        "STAFF" => Access.Types.Kind.Staff,
        "CUSTOMER" => Access.Types.Kind.Customer,
        "VENDOR" => Access.Types.Kind.Vendor,
        _ => Access.Types.Kind.Unspecified,
    };
}
