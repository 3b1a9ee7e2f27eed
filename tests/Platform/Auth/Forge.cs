using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FactoryFlow.Platform.Auth;

namespace FactoryFlow.Platform.Tests.Auth;

/// <summary>Makes tokens: honest ones, and dishonest ones by changing exactly one thing.</summary>
internal sealed class Forge : IKeyRing, IDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly Guid Tenant = new("0195531a-0000-7000-8000-00000000000a");
    public static readonly Guid User = new("0195531a-0000-7000-8000-00000000000b");

    public Forge()
    {
        var point = Key.ExportParameters(false).Q;
        (X, Y) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
        KeyId = VerificationKey.Thumbprint(X, Y);
        Public = VerificationKey.TryCreate(KeyId, X, Y)!;
    }

    public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    public string X { get; }
    public string Y { get; }
    public string KeyId { get; }
    public VerificationKey Public { get; }
    public int Asked { get; private set; }

    public ValueTask<VerificationKey?> Find(string keyId)
    {
        Asked++;
        return new(keyId == KeyId ? Public : null);
    }

    public void Dispose() => Key.Dispose();

    public JsonObject Header() => new() { ["alg"] = "ES256", ["kid"] = KeyId, ["typ"] = "at+jwt" };

    public static JsonObject Claims() => new()
    {
        ["iss"] = "factoryflow",
        ["aud"] = "factoryflow-api",
        ["sub"] = User.ToString(),
        ["tid"] = Tenant.ToString(),
        ["kind"] = "STAFF",
        ["sid"] = "0195531a-0000-7000-8000-00000000000c",
        ["jti"] = "0195531a-0000-7000-8000-00000000000d",
        ["roles"] = new JsonArray("admin"),
        ["perms"] = new JsonArray("*:*:*"),
        ["email"] = "owner@acme.example",
        ["name"] = "Owner",
        ["iat"] = Noon.ToUnixTimeSeconds(),
        ["nbf"] = Noon.ToUnixTimeSeconds(),
        ["exp"] = Noon.AddMinutes(15).ToUnixTimeSeconds(),
    };

    public string Token(Action<JsonObject>? claims = null, Action<JsonObject>? header = null, Func<byte[], byte[]>? sign = null)
    {
        var (head, body) = (Header(), Claims());
        header?.Invoke(head);
        claims?.Invoke(body);
        return Raw(head.ToJsonString(), body.ToJsonString(), sign);
    }

    public string Raw(string header, string claims, Func<byte[], byte[]>? sign = null)
    {
        var signed = $"{Encode(header)}.{Encode(claims)}";
        var signature = (sign ?? (bytes => Key.SignData(bytes, HashAlgorithmName.SHA256)))(Encoding.ASCII.GetBytes(signed));
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    public static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    public static string Json(JsonObject json) => json.ToJsonString(JsonSerializerOptions.Default);
}
