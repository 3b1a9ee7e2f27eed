using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using FactoryFlow.Options.V1;

namespace FactoryFlow.Platform.Auth;

/// <summary>
/// Verifies access tokens: compact JWS (RFC 7515), ES256 only, our issuer, our audience, our claims, each exactly once.
/// Nothing in a token chooses how it is verified but the id of the key, and only among the keys that we hold.
/// </summary>
public sealed class JwtVerifier(IKeyRing keys, TimeProvider time)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 3 };

    /// <summary>A verified token: who it is about, the key that vouches for it and when it stops counting.</summary>
    internal readonly record struct Verified(Caller Caller, VerificationKey Key, DateTimeOffset Expires);

    /// <summary>Verifies one token.</summary>
    public async ValueTask<Verdict> Verify(string token) => (await Examine(token)).Verdict;

    internal async ValueTask<(Verdict Verdict, Verified Verified)> Examine(string token)
    {
        if (token.Length > TokenFormat.MaxLength) return (Verdict.Invalid("longer than 8 KiB"), default);

        var first = token.IndexOf('.', StringComparison.Ordinal);
        var second = first < 0 ? -1 : token.IndexOf('.', first + 1);
        if (second < 0 || token.IndexOf('.', second + 1) >= 0) return (Verdict.Invalid("not three parts"), default);

        if (!StrictBase64Url.TryDecode(token.AsSpan(0, first), out var header)
            || !StrictBase64Url.TryDecode(token.AsSpan(first + 1, second - first - 1), out var payload)
            || !StrictBase64Url.TryDecode(token.AsSpan(second + 1), out var signature))
            return (Verdict.Invalid("not base64url"), default);

        var (keyId, fault) = ReadHeader(header);
        if (keyId is null) return (Verdict.Invalid(fault), default);

        VerificationKey? key;
        try
        {
            key = await keys.Find(keyId);
        }
        catch (KeysUnavailableException)
        {
            return (Verdict.Refused(TokenState.Unknown, "no keys yet"), default);
        }

        if (key is null) return (Verdict.Invalid("unknown key"), default);
        if (!key.Verifies(Encoding.ASCII.GetBytes(token, 0, second), signature)) return (Verdict.Invalid("wrong signature"), default);

        var verdict = ReadClaims(payload, out var expires);
        return (verdict, verdict.IsValid ? new Verified(verdict.Caller, key, expires) : default);
    }

    /// <summary>Whether a token that expires then still counts; asked again each time that a remembered token is used.</summary>
    internal bool IsInForce(DateTimeOffset expires) => time.GetUtcNow() < expires + TokenFormat.Skew;

    // Members that we do not write are refused rather than ignored: `crit`, `jku`, `jwk`, `x5c`, `b64` and `zip` have no use here.
    private static (string? KeyId, string Fault) ReadHeader(byte[] utf8)
    {
        using var header = Parse(utf8);
        if (header is null) return (null, "header is not strict JSON");

        string? keyId = null, algorithm = null, type = null;
        foreach (var member in header.RootElement.EnumerateObject())
        {
            var value = TextOf(member.Value);
            switch (member.Name)
            {
                case "kid": keyId = value; break;
                case "alg": algorithm = value; break;
                case "typ": type = value; break;
                default: return (null, "unknown header member");
            }
        }

        if (algorithm != TokenFormat.Algorithm) return (null, "wrong algorithm");
        if (type != TokenFormat.Type) return (null, "wrong type");
        return string.IsNullOrEmpty(keyId) ? (null, "no key id") : (keyId, "");
    }

    private Verdict ReadClaims(byte[] utf8, out DateTimeOffset expires)
    {
        expires = default;
        using var document = Parse(utf8);
        if (document is null) return Verdict.Invalid("claims are not strict JSON");

        var claims = document.RootElement;
        if (Text(claims, "iss") != TokenFormat.Issuer) return Verdict.Invalid("wrong issuer");
        if (Text(claims, "aud") != TokenFormat.Audience) return Verdict.Invalid("wrong audience");
        if (Instant(claims, "exp") is not { } end || Instant(claims, "nbf") is not { } start || Instant(claims, "iat") is not { } issued)
            return Verdict.Invalid("times are missing");

        var now = time.GetUtcNow();
        if (start - TokenFormat.Skew > now || issued - TokenFormat.Skew > now) return Verdict.Invalid("not valid yet");
        if (!IsInForce(end)) return Verdict.Refused(TokenState.Expired, "expired");
        expires = end;

        if (Id(claims, "sub") is not { } subject || Id(claims, "sid") is not { } session || Id(claims, "jti") is null)
            return Verdict.Invalid("ids are missing");
        if (!TryReadTenant(claims, out var kind, out var tenant)) return Verdict.Invalid("kind and tenant do not fit");
        if (Texts(claims, "roles") is not { } roles || Permissions(claims, "perms") is not { } permissions) return Verdict.Invalid("roles or permissions are missing");
        if (!TryReadOptional(claims, "denials", Permissions, out var denials)) return Verdict.Invalid("denials are not permissions");
        if (!TryReadOptional(claims, "factories", Factories, out var factories)) return Verdict.Invalid("factories are not ids with a level");
        if (Version(claims) is not { } version) return Verdict.Invalid("version is no count");

        return Verdict.Of(new Caller
        {
            Subject = subject,
            TenantId = tenant,
            Kind = kind,
            SessionId = session,
            Email = Text(claims, "email"),
            Name = Text(claims, "name"),
            Locale = Text(claims, "locale"),
            Roles = roles,
            Permissions = permissions,
            Denials = denials,
            Factories = factories,
            TokenVersion = version,
        });
    }

    // A list that most tokens do without: absent it is empty, present it must be well formed.
    private static bool TryReadOptional<T>(JsonElement claims, string name, Func<JsonElement, string, ImmutableArray<T>?> read, out ImmutableArray<T> list)
    {
        list = [];
        if (!claims.TryGetProperty(name, out _)) return true;
        if (read(claims, name) is not { } given) return false;
        list = given;
        return true;
    }

    // The platform's people carry no tenant; everybody else carries one, and never the nil UUID that stands for the platform.
    private static bool TryReadTenant(JsonElement claims, out Access.Types.Kind kind, out Guid tenant)
    {
        tenant = Guid.Empty;
        kind = TokenFormat.KindOf(Text(claims, "kind"));
        if (kind is Access.Types.Kind.Unspecified) return false;
        if (kind is Access.Types.Kind.Platform) return !claims.TryGetProperty("tid", out _);
        if (Id(claims, "tid") is not { } id || id == Guid.Empty) return false;
        tenant = id;
        return true;
    }

    private static ImmutableArray<Permission>? Permissions(JsonElement claims, string name)
    {
        if (Texts(claims, name) is not { } texts) return null;
        var permissions = ImmutableArray.CreateBuilder<Permission>(texts.Length);
        foreach (var text in texts)
        {
            if (!Permission.TryParse(text, out var permission)) return null;
            permissions.Add(permission);
        }

        return permissions.MoveToImmutable();
    }

    private static ImmutableArray<FactoryAccess>? Factories(JsonElement claims, string name)
    {
        if (Texts(claims, name) is not { Length: <= TokenFormat.MostFactories } texts) return null;
        var factories = ImmutableArray.CreateBuilder<FactoryAccess>(texts.Length);
        foreach (var text in texts)
        {
            if (!FactoryAccess.TryParse(text, out var access)) return null;
            foreach (var other in factories)
                if (other.FactoryId == access.FactoryId)
                    return null;
            factories.Add(access);
        }

        return factories.MoveToImmutable();
    }

    private static long? Version(JsonElement claims) =>
        !claims.TryGetProperty("ver", out var value) ? 0
        : value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var version) && version >= 0 ? version
        : null;

    private static JsonDocument? Parse(byte[] utf8)
    {
        // The reader looks at text lazily; bytes that are no UTF-8 would come to light halfway.
        if (!Utf8.IsValid(utf8)) return null;
        JsonDocument? document = null;
        try
        {
            document = JsonDocument.Parse(utf8, Strict);
            if (document.RootElement.ValueKind is JsonValueKind.Object) return document;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not strict JSON: the same answer as for JSON that is not an object.
        }

        document?.Dispose();
        return null;
    }

    private static string? Text(JsonElement claims, string name) => claims.TryGetProperty(name, out var value) ? TextOf(value) : null;

    private static string? TextOf(JsonElement value)
    {
        if (value.ValueKind is not JsonValueKind.String) return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // An escape that is half a character.
            return null;
        }
    }

    private static Guid? Id(JsonElement claims, string name) => Guid.TryParseExact(Text(claims, name), "D", out var id) ? id : null;

    private static DateTimeOffset? Instant(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var seconds)
            && seconds is > 0 and < 100_000_000_000
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private static ImmutableArray<string>? Texts(JsonElement claims, string name)
    {
        if (!claims.TryGetProperty(name, out var list) || list.ValueKind is not JsonValueKind.Array) return null;
        var texts = ImmutableArray.CreateBuilder<string>(list.GetArrayLength());
        foreach (var item in list.EnumerateArray())
        {
            if (TextOf(item) is not { } text) return null;
            texts.Add(text);
        }

        return texts.MoveToImmutable();
    }
}
