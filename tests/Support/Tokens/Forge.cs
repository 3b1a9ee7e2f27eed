using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FactoryFlow.Platform.Auth;

namespace FactoryFlow.Testing.Tokens;

/// <summary>Makes tokens: honest ones, and dishonest ones by changing exactly one thing.</summary>
public sealed class Forge : IKeyRing, IDisposable
{
    /// <summary>When the tokens of a forge of its own are issued.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Whose they are, unless a claim is changed.</summary>
    public static readonly Guid Tenant = new("0195531a-0000-7000-8000-00000000000a");

    /// <summary>Whose they are, unless a claim is changed.</summary>
    public static readonly Guid User = new("0195531a-0000-7000-8000-00000000000b");

    /// <summary>What they are for, unless a claim is changed.</summary>
    public static readonly Guid Session = new("0195531a-0000-7000-8000-00000000000c");

    private readonly Func<DateTimeOffset> _now;

    /// <summary>With a key of its own, at noon.</summary>
    public Forge()
        : this(ECDsa.Create(ECCurve.NamedCurves.nistP256), null, () => Noon)
    {
    }

    /// <summary>With a key that somebody else verifies with.</summary>
    public Forge(ECDsa key, string? keyId, Func<DateTimeOffset> now)
    {
        _now = now;
        Key = key;
        var point = Key.ExportParameters(false).Q;
        (X, Y) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
        KeyId = keyId ?? VerificationKey.Thumbprint(X, Y);
        Public = VerificationKey.TryCreate(KeyId, X, Y)!;
    }

    public ECDsa Key { get; }

    public string X { get; }

    public string Y { get; }

    public string KeyId { get; }

    public VerificationKey Public { get; }

    /// <summary>When a token is issued that is made now.</summary>
    public DateTimeOffset Now => _now();

    /// <summary>How often the key was asked for.</summary>
    public int Asked { get; private set; }

    public ValueTask<VerificationKey?> Find(string keyId)
    {
        Asked++;
        return new(keyId == KeyId ? Public : null);
    }

    public void Dispose() => Key.Dispose();

    public JsonObject Header() => new() { ["alg"] = "ES256", ["kid"] = KeyId, ["typ"] = "at+jwt" };

    public JsonObject Claims() => new()
    {
        ["iss"] = "factoryflow",
        ["aud"] = "factoryflow-api",
        ["sub"] = User.ToString(),
        ["tid"] = Tenant.ToString(),
        ["kind"] = "STAFF",
        ["sid"] = Session.ToString(),
        ["jti"] = "0195531a-0000-7000-8000-00000000000d",
        ["roles"] = new JsonArray("admin"),
        ["perms"] = new JsonArray("*:*:*"),
        ["email"] = "owner@acme.example",
        ["name"] = "Owner",
        ["iat"] = Now.ToUnixTimeSeconds(),
        ["nbf"] = Now.ToUnixTimeSeconds(),
        ["exp"] = Now.AddMinutes(15).ToUnixTimeSeconds(),
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
