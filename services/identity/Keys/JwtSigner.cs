using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using FactoryFlow.Identity.Users;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Options.V1;

namespace FactoryFlow.Identity.Keys;

/// <summary>Writes and signs access tokens.</summary>
internal sealed class JwtSigner(SigningKeys keys)
{
    /// <summary>How long a token counts.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>A token for a user's session, in force from now on.</summary>
    public string Sign(User user, Guid session, DateTimeOffset now)
    {
        var key = keys.Current;
        var signed = $"{Part(json => WriteHeader(json, key))}.{Part(json => WriteClaims(json, user, session, now))}";
        return $"{signed}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Part(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Base64Url.EncodeToString(buffer.WrittenSpan);
    }

    private static void WriteHeader(Utf8JsonWriter json, SigningKey key)
    {
        json.WriteString("alg", TokenFormat.Algorithm);
        json.WriteString("kid", key.Id);
        json.WriteString("typ", TokenFormat.Type);
    }

    private static void WriteClaims(Utf8JsonWriter json, User user, Guid session, DateTimeOffset now)
    {
        json.WriteString("iss", TokenFormat.Issuer);
        json.WriteString("aud", TokenFormat.Audience);
        json.WriteString("sub", user.Id);
        if (user.Kind is not Access.Types.Kind.Platform) json.WriteString("tid", user.TenantId);
        json.WriteString("kind", TokenFormat.NameOf(user.Kind));
        json.WriteString("sid", session);
        json.WriteString("jti", Guid.CreateVersion7(now));
        json.WriteNumber("iat", now.ToUnixTimeSeconds());
        json.WriteNumber("nbf", now.ToUnixTimeSeconds());
        json.WriteNumber("exp", (now + Lifetime).ToUnixTimeSeconds());
        json.WriteString("email", user.Email);
        json.WriteString("name", user.Name);
        WriteList(json, "roles", user.Roles);
        WriteList(json, "perms", user.Permissions);
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
