using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Dapper;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Testing.Tokens;

namespace FactoryFlow.EndToEnd.Tests.Access;

/// <summary>
/// Makes access tokens of every kind: good ones with other claims, and bad ones. It holds the system's own signing key, which it
/// opens as identity does, with the secret of the app host's data folder.
/// </summary>
internal sealed class TokenForge(ECDsa key, string keyId)
{
    private const int NonceLength = 12, TagLength = 16;

    public static async Task<TokenForge> Open(RunningSystem system)
    {
        await using var connection = await system.OpenAsAdministrator("identity");
        var (kid, box) = await connection.QuerySingleAsync<(string, byte[])>("select kid, sealed_private_key from signing_keys where retire_time is null");
        var secret = Convert.FromBase64String(await File.ReadAllTextAsync(Path.Combine(system.Handle.DataFolder, "secrets", "key-encryption-key")));
        var privateKey = new byte[box.Length - NonceLength - TagLength];
        using var aes = new AesGcm(secret, TagLength);
        aes.Decrypt(box.AsSpan(0, NonceLength), box.AsSpan(NonceLength + TagLength), box.AsSpan(NonceLength, TagLength), privateKey, Encoding.ASCII.GetBytes(kid));
        var pair = ECDsa.Create();
        pair.ImportPkcs8PrivateKey(privateKey, out _);
        return new TokenForge(pair, kid);
    }

    /// <summary>What makes tokens with one thing wrong with each, under the system's own key.</summary>
    public Forge Forge => new(key, keyId, () => DateTimeOffset.UtcNow);

    /// <summary>A token that is right in every respect, but for what is changed.</summary>
    public string Good(string tenantId, Action<JsonObject>? claims = null) => Sign(Header(keyId), Claims(tenantId, claims), key);

    /// <summary>A token of a tenant's caller of this kind with these permissions and no others.</summary>
    public string Of(string tenantId, string kind, params string[] permissions) => Good(tenantId, claims =>
    {
        claims["kind"] = kind;
        claims["perms"] = new JsonArray([.. permissions.Select(permission => JsonValue.Create(permission))]);
        if (kind == "PLATFORM") claims.Remove("tid");
    });

    public string Expired(string tenantId) => Good(tenantId, claims => claims["exp"] = Seconds(TimeSpan.FromMinutes(-2)));

    public string SignedByAnother(string tenantId)
    {
        using var another = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Sign(Header(keyId), Claims(tenantId, null), another);
    }

    public string UnderAnotherKeyId(string tenantId) => Sign(Header("another"), Claims(tenantId, null), key);

    public string WithoutSignature(string tenantId) =>
        $"{Encode("""{"alg":"none","typ":"at+jwt","kid":"x"}""".Replace("x", keyId, StringComparison.Ordinal))}.{Encode(Claims(tenantId, null))}.";

    /// <summary>Signed with the public key as if it were a shared secret.</summary>
    public string SignedAsSharedSecret(string tenantId)
    {
        var signed = $"{Encode($$"""{"alg":"HS256","typ":"at+jwt","kid":"{{keyId}}"}""")}.{Encode(Claims(tenantId, null))}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(key.ExportSubjectPublicKeyInfo(), Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>Another tenant's id put into a token that somebody holds.</summary>
    public static string Tampered(string token, string tenantId)
    {
        var parts = token.Split('.');
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!.AsObject();
        claims["tid"] = tenantId;
        return $"{parts[0]}.{Encode(claims.ToJsonString())}.{parts[2]}";
    }

    private static string Header(string kid) => $$"""{"alg":"{{TokenFormat.Algorithm}}","kid":"{{kid}}","typ":"{{TokenFormat.Type}}"}""";

    private static string Claims(string tenantId, Action<JsonObject>? change)
    {
        var claims = new JsonObject
        {
            ["iss"] = TokenFormat.Issuer,
            ["aud"] = TokenFormat.Audience,
            ["sub"] = Guid.NewGuid().ToString(),
            ["tid"] = tenantId,
            ["kind"] = "STAFF",
            ["sid"] = Guid.NewGuid().ToString(),
            ["jti"] = Guid.NewGuid().ToString(),
            ["iat"] = Seconds(TimeSpan.FromMinutes(-20)),
            ["nbf"] = Seconds(TimeSpan.FromMinutes(-20)),
            ["exp"] = Seconds(TimeSpan.FromMinutes(10)),
            ["roles"] = new JsonArray("admin"),
            ["perms"] = new JsonArray("*:*:*"),
        };
        change?.Invoke(claims);
        return claims.ToJsonString();
    }

    private static string Sign(string header, string claims, ECDsa with)
    {
        var signed = $"{Encode(header)}.{Encode(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(with.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static long Seconds(TimeSpan fromNow) => DateTimeOffset.UtcNow.Add(fromNow).ToUnixTimeSeconds();
}
