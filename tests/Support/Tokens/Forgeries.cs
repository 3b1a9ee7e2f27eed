using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace FactoryFlow.Testing.Tokens;

/// <summary>Tokens that must not count, each with exactly one thing wrong with it.</summary>
public static class Forgeries
{
    private const string
        Rfc7515Claims = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ",
        Rfc7515A3 = $"eyJhbGciOiJFUzI1NiJ9.{Rfc7515Claims}.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
        Rfc7515A5 = $"eyJhbGciOiJub25lIn0.{Rfc7515Claims}.",
        Rfc7520 = "eyJhbGciOiJFUzUxMiIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9"
            + ".SXTigJlzIGEgZGFuZ2Vyb3VzIGJ1c2luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91IHN0ZXAgb250byB0aGUgcm9hZCwgYW5kIGlmIHlvdSBkb24ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5vIGtub3dpbmcgd2hlcmUgeW91IG1pZ2h0IGJlIHN3ZXB0IG9mZiB0by4"
            + ".AE_R_YZCChjn4791jSQCrdPZCNYqHXCTZH0-JZGYNlaAjP2kqaluUIIUnC9qvbu9Plon7KRTzoNEuT4Va2cmL1eJAQy3mtPBu_u_sDDyYjnAMDxXPn7XrT0lw-kvAD890jl8e2puQens_IEKBpHABlsbEPX6sFY8OcGDqoRuBomu9xQ2";

    /// <summary>By what is wrong with it: how to make the token, and what the verifier finds.</summary>
    public static readonly ImmutableSortedDictionary<string, (Func<Forge, string> Make, string Finding)> All =
        new Dictionary<string, (Func<Forge, string> Make, string Finding)>
        {
            ["nothing"] = (_ => "", "not three parts"),
            ["two parts"] = (f => f.Token()[..f.Token().LastIndexOf('.')], "not three parts"),
            ["four parts"] = (f => f.Token() + ".AAAA", "not three parts"),
            ["five parts, as an encrypted token has"] = (f => f.Token() + ".AAAA.AAAA", "not three parts"),
            ["oversized"] = (f => f.Token(c => c["name"] = new string('n', 8 * 1024)), "longer than 8 KiB"),
            ["trailing blank"] = (f => f.Token() + " ", "not base64url"),
            ["trailing line"] = (f => f.Token() + "\n", "not base64url"),
            ["padded signature"] = (f => f.Token() + "==", "not base64url"),
            ["signature with bits left over"] = (f => OtherSpelling(f.Token()), "not base64url"),

            ["algorithm none, unsigned"] = (f => f.Token(header: h => h["alg"] = "none", sign: _ => []), "wrong algorithm"),
            ["algorithm None, unsigned"] = (f => f.Token(header: h => h["alg"] = "None", sign: _ => []), "wrong algorithm"),
            ["HS256 with the public key as its secret"] = (f => f.Token(header: h => h["alg"] = "HS256", sign: b => HMACSHA256.HashData(f.Key.ExportSubjectPublicKeyInfo(), b)), "wrong algorithm"),
            ["HS256 with the public PEM as its secret"] = (f => f.Token(header: h => h["alg"] = "HS256", sign: b => HMACSHA256.HashData(Encoding.ASCII.GetBytes(f.Key.ExportSubjectPublicKeyInfoPem()), b)), "wrong algorithm"),
            ["ES384"] = (f => f.Token(header: h => h["alg"] = "ES384"), "wrong algorithm"),
            ["the example of RFC 7515, A.3, which has no type"] = (_ => Rfc7515A3, "wrong type"),
            ["the unsecured example of RFC 7515, A.5"] = (_ => Rfc7515A5, "wrong algorithm"),
            ["the ES512 example of RFC 7520, 4.3"] = (_ => Rfc7520, "wrong algorithm"),
            ["RS256"] = (f => f.Token(header: h => h["alg"] = "RS256"), "wrong algorithm"),
            ["PS256"] = (f => f.Token(header: h => h["alg"] = "PS256"), "wrong algorithm"),
            ["EdDSA"] = (f => f.Token(header: h => h["alg"] = "EdDSA"), "wrong algorithm"),
            ["es256 in lower case"] = (f => f.Token(header: h => h["alg"] = "es256"), "wrong algorithm"),
            ["no algorithm"] = (f => f.Token(header: h => h.Remove("alg")), "wrong algorithm"),
            ["algorithm that is a list"] = (f => f.Token(header: h => h["alg"] = new JsonArray("ES256")), "wrong algorithm"),
            ["another type of token"] = (f => f.Token(header: h => h["typ"] = "JWT"), "wrong type"),
            ["no type"] = (f => f.Token(header: h => h.Remove("typ")), "wrong type"),
            ["critical extension"] = (f => f.Token(header: h => { h["crit"] = new JsonArray("exp"); h["exp"] = 1; }), "unknown header member"),
            ["key brought along"] = (f => f.Token(header: h => h["jwk"] = new JsonObject { ["kty"] = "EC" }), "unknown header member"),
            ["address of a key set"] = (f => f.Token(header: h => h["jku"] = "https://evil.example/keys"), "unknown header member"),
            ["unencoded payload"] = (f => f.Token(header: h => h["b64"] = false), "unknown header member"),
            ["header member twice"] = (f => f.Raw($$"""{"alg":"none","alg":"ES256","kid":"{{f.KeyId}}","typ":"at+jwt"}""", Forge.Json(f.Claims())), "header is not strict JSON"),
            ["header member twice, once escaped"] = (f => f.Raw($$"""{"\u0061lg":"none","alg":"ES256","kid":"{{f.KeyId}}","typ":"at+jwt"}""", Forge.Json(f.Claims())), "header is not strict JSON"),
            ["header with something behind it"] = (f => f.Raw(Forge.Json(f.Header()) + "{}", Forge.Json(f.Claims())), "header is not strict JSON"),
            ["header that is a list"] = (f => f.Raw("[]", Forge.Json(f.Claims())), "header is not strict JSON"),
            ["header that is no JSON"] = (f => f.Raw("alg=ES256", Forge.Json(f.Claims())), "header is not strict JSON"),
            ["certificates brought along"] = (f => f.Token(header: h => h["x5c"] = new JsonArray("MIIB")), "unknown header member"),
            ["address of a certificate"] = (f => f.Token(header: h => h["x5u"] = "https://evil.example/cert"), "unknown header member"),
            ["compressed"] = (f => f.Token(header: h => h["zip"] = "DEF"), "unknown header member"),
            ["no key id"] = (f => f.Token(header: h => h.Remove("kid")), "no key id"),
            ["key id that is a number"] = (f => f.Token(header: h => h["kid"] = 7), "no key id"),
            ["empty key id"] = (f => f.Token(header: h => h["kid"] = ""), "no key id"),
            ["key id in other letters"] = (f => f.Token(header: h => h["kid"] = f.KeyId.ToUpperInvariant() + "x"), "unknown key"),
            ["unknown key id"] = (f => f.Token(header: h => h["kid"] = "../../etc/passwd"), "unknown key"),

            ["signed by another key of the same curve"] = (f => f.Token(sign: b => SignedElsewhere(ECCurve.NamedCurves.nistP256, b)), "wrong signature"),
            ["signed on another curve"] = (f => f.Token(sign: b => SignedElsewhere(ECCurve.NamedCurves.nistP384, b)), "wrong signature"),
            ["no signature"] = (f => f.Token(sign: _ => []), "wrong signature"),
            ["r and s all zero"] = (f => f.Token(sign: _ => new byte[64]), "wrong signature"),
            ["r and s all ones"] = (f => f.Token(sign: _ => [.. Enumerable.Repeat((byte)0xff, 64)]), "wrong signature"),
            ["signature cut short"] = (f => f.Token(sign: b => f.Key.SignData(b, HashAlgorithmName.SHA256)[..63]), "wrong signature"),
            ["signature with a byte more"] = (f => f.Token(sign: b => [.. f.Key.SignData(b, HashAlgorithmName.SHA256), 0]), "wrong signature"),
            ["DER signature"] = (f => f.Token(sign: b => f.Key.SignData(b, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)), "wrong signature"),
            ["signature over SHA-512"] = (f => f.Token(sign: b => f.Key.SignData(b, HashAlgorithmName.SHA512)), "wrong signature"),
            ["payload swapped"] = (f => Swapped(f.Token(), f.Token(c => c["sub"] = Guid.Empty.ToString())), "wrong signature"),
            ["header spelled differently"] = (f => Respelled(f.Token(), Forge.Json(f.Header())), "wrong signature"),

            ["claim twice"] = (f => f.Raw(Forge.Json(f.Header()), Forge.Json(f.Claims()).Replace("{", "{\"sub\":\"x\",", StringComparison.Ordinal)), "claims are not strict JSON"),
            ["claim twice, once escaped"] = (f => f.Raw(Forge.Json(f.Header()), Forge.Json(f.Claims()).Replace("{", "{\"\\u0073ub\":\"x\",", StringComparison.Ordinal)), "claims are not strict JSON"),
            ["claims with something behind them"] = (f => f.Raw(Forge.Json(f.Header()), Forge.Json(f.Claims()) + "x"), "claims are not strict JSON"),
            ["claims with a comment"] = (f => f.Raw(Forge.Json(f.Header()), "/**/" + Forge.Json(f.Claims())), "claims are not strict JSON"),
            ["claims that are text"] = (f => f.Raw(Forge.Json(f.Header()), "\"sub\""), "claims are not strict JSON"),
            ["claims nested too deep"] = (f => f.Token(c => c["deep"] = JsonNode.Parse("[[[[1]]]]")), "claims are not strict JSON"),
            ["another issuer"] = (f => f.Token(c => c["iss"] = "factoryflow.evil"), "wrong issuer"),
            ["no issuer"] = (f => f.Token(c => c.Remove("iss")), "wrong issuer"),
            ["another audience"] = (f => f.Token(c => c["aud"] = "factoryflow"), "wrong audience"),
            ["several audiences"] = (f => f.Token(c => c["aud"] = new JsonArray("factoryflow-api", "other")), "wrong audience"),
            ["no audience"] = (f => f.Token(c => c.Remove("aud")), "wrong audience"),
            ["no end"] = (f => f.Token(c => c.Remove("exp")), "times are missing"),
            ["no beginning"] = (f => f.Token(c => c.Remove("nbf")), "times are missing"),
            ["no time of issue"] = (f => f.Token(c => c.Remove("iat")), "times are missing"),
            ["end that is text"] = (f => f.Token(c => c["exp"] = "4102444800"), "times are missing"),
            ["end that is a fraction"] = (f => f.Token(c => c["exp"] = 4102444800.5), "times are missing"),
            ["end beyond all time"] = (f => f.Token(c => c["exp"] = long.MaxValue), "times are missing"),
            ["not valid yet"] = (f => f.Token(c => c["nbf"] = f.Now.AddMinutes(1).ToUnixTimeSeconds()), "not valid yet"),
            ["issued tomorrow"] = (f => f.Token(c => c["iat"] = f.Now.AddDays(1).ToUnixTimeSeconds()), "not valid yet"),
            ["no subject"] = (f => f.Token(c => c.Remove("sub")), "ids are missing"),
            ["subject that is no id"] = (f => f.Token(c => c["sub"] = "admin"), "ids are missing"),
            ["no session"] = (f => f.Token(c => c.Remove("sid")), "ids are missing"),
            ["no token id"] = (f => f.Token(c => c.Remove("jti")), "ids are missing"),
            ["no kind"] = (f => f.Token(c => c.Remove("kind")), "kind and tenant do not fit"),
            ["unknown kind"] = (f => f.Token(c => c["kind"] = "ROOT"), "kind and tenant do not fit"),
            ["kind as a number"] = (f => f.Token(c => c["kind"] = 1), "kind and tenant do not fit"),
            ["staff of no tenant"] = (f => f.Token(c => c.Remove("tid")), "kind and tenant do not fit"),
            ["staff of the platform's tenant"] = (f => f.Token(c => c["tid"] = Guid.Empty.ToString()), "kind and tenant do not fit"),
            ["platform with a tenant"] = (f => f.Token(c => c["kind"] = "PLATFORM"), "kind and tenant do not fit"),
            ["no roles"] = (f => f.Token(c => c.Remove("roles")), "roles or permissions are missing"),
            ["no permissions"] = (f => f.Token(c => c.Remove("perms")), "roles or permissions are missing"),
            ["permission that is none"] = (f => f.Token(c => c["perms"] = new JsonArray("everything")), "roles or permissions are missing"),
            ["denials that are text"] = (f => f.Token(c => c["denials"] = "*:*:*"), "denials are not permissions"),
            ["denials that are null"] = (f => f.Token(c => c["denials"] = null), "denials are not permissions"),
            ["denial that is none"] = (f => f.Token(c => c["denials"] = new JsonArray("everything")), "denials are not permissions"),
            ["factories that are an object"] = (f => f.Token(c => c["factories"] = new JsonObject()), "factories are not ids with a level"),
            ["factory without a level"] = (f => f.Token(c => c["factories"] = new JsonArray(Forge.Tenant.ToString())), "factories are not ids with a level"),
            ["factory with another level"] = (f => f.Token(c => c["factories"] = new JsonArray($"{Forge.Tenant}:OWNER")), "factories are not ids with a level"),
            ["factory with a level in lower case"] = (f => f.Token(c => c["factories"] = new JsonArray($"{Forge.Tenant}:admin")), "factories are not ids with a level"),
            ["factory that is no id"] = (f => f.Token(c => c["factories"] = new JsonArray($"{Forge.Tenant:N}0000:VIEWER")), "factories are not ids with a level"),
            ["factory twice"] = (f => f.Token(c => c["factories"] = new JsonArray($"{Forge.Tenant}:VIEWER", $"{Forge.Tenant}:ADMIN")), "factories are not ids with a level"),
            ["more than fifty factories"] = (f => f.Token(c => c["factories"] = Factories(51)), "factories are not ids with a level"),
            ["version that is text"] = (f => f.Token(c => c["ver"] = "7"), "version is no count"),
            ["version below zero"] = (f => f.Token(c => c["ver"] = -1), "version is no count"),
            ["version that is a fraction"] = (f => f.Token(c => c["ver"] = 1.5), "version is no count"),
            ["permission that is a number"] = (f => f.Token(c => c["perms"] = new JsonArray(1)), "roles or permissions are missing"),
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>So many factories, as a claim.</summary>
    public static JsonArray Factories(int count) => new([.. Enumerable.Range(0, count).Select(_ => JsonValue.Create($"{Guid.NewGuid()}:VIEWER"))]);

    private static byte[] SignedElsewhere(ECCurve curve, byte[] bytes)
    {
        using var other = ECDsa.Create(curve);
        return other.SignData(bytes, HashAlgorithmName.SHA256);
    }

    private static string Swapped(string token, string other) => string.Join('.', token.Split('.')[0], other.Split('.')[1], token.Split('.')[2]);

    private static string Respelled(string token, string header) =>
        string.Create(CultureInfo.InvariantCulture, $"{Forge.Encode(header.Replace(",", ", ", StringComparison.Ordinal))}.{token.Split('.')[1]}.{token.Split('.')[2]}");

    // The last of the 86 characters of 64 bytes carries four bits that stand for nothing.
    private static string OtherSpelling(string token) => token[..^1] + (char)(token[^1] + 1);
}
