using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FactoryFlow.Identity.ApiKeys;
using FactoryFlow.Identity.Permissions;
using FactoryFlow.Identity.Sessions;
using FactoryFlow.Identity.Users;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Options.V1;

namespace FactoryFlow.Identity.Keys;

/// <summary>Writes and signs access tokens.</summary>
internal sealed class JwtSigner(SigningKeys keys)
{
    // A letter beyond ASCII takes as many bytes as UTF-8 needs, not six: a token has only so much room.
    private static readonly JsonWriterOptions Shortest = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A token for a user's session, in force from now on.</summary>
    public string Sign(User user, Guid session, DateTimeOffset now) => Sign(json => WriteClaims(json, user, session, now));

    /// <summary>A token for a program that calls with a key, in force from now on. The key stands in it as the caller and as its session.</summary>
    public string Sign(ApiKey key, DateTimeOffset now) => Sign(json => WriteClaims(json, key, now));

    private string Sign(Action<Utf8JsonWriter> writeClaims)
    {
        var key = keys.Current;
        var signed = $"{Part(json => WriteHeader(json, key))}.{Part(writeClaims)}";
        return $"{signed}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Part(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Shortest))
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
        WriteIds(json, user.Id, user.Kind, user.TenantId, session);
        WriteTimes(json, now, now + SessionLifetime.Of(user.Kind).Access);
        json.WriteNumber("ver", user.TokenVersion);
        json.WriteString("email", user.Profile.Email);
        json.WriteString("name", user.Profile.Name);
        if (user.Profile.Language is { } language) json.WriteString("locale", language);
        WriteList(json, "roles", user.Roles.Select(role => role.Name));
        WriteRights(json, user.Rights().Effective, user.Factories.Select(factory => factory.ToClaim()));
    }

    private static void WriteClaims(Utf8JsonWriter json, ApiKey key, DateTimeOffset now)
    {
        WriteIds(json, key.Row.Id, key.Owner.Kind, key.Owner.TenantId, key.Row.Id);
        WriteTimes(json, now, key.TokenExpiry(now));
        json.WriteString("name", key.Row.Name);
        WriteList(json, "roles", []);
        WriteRights(json, key.Effective, key.Factories.Select(factory => factory.ToString()));
    }

    private static void WriteIds(Utf8JsonWriter json, Guid subject, Access.Types.Kind kind, Guid tenant, Guid session)
    {
        json.WriteString("iss", TokenFormat.Issuer);
        json.WriteString("aud", TokenFormat.Audience);
        json.WriteString("sub", subject);
        if (kind is not Access.Types.Kind.Platform) json.WriteString("tid", tenant);
        json.WriteString("kind", TokenFormat.NameOf(kind));
        json.WriteString("sid", session);
    }

    private static void WriteTimes(Utf8JsonWriter json, DateTimeOffset now, DateTimeOffset expire)
    {
        json.WriteString("jti", Guid.CreateVersion7(now));
        json.WriteNumber("iat", now.ToUnixTimeSeconds());
        json.WriteNumber("nbf", now.ToUnixTimeSeconds());
        json.WriteNumber("exp", expire.ToUnixTimeSeconds());
    }

    private static void WriteRights(Utf8JsonWriter json, PermissionSet permissions, IEnumerable<string> factories)
    {
        WriteList(json, "perms", permissions.Grants.Select(grant => grant.ToString()));
        if (!permissions.Denials.IsEmpty) WriteList(json, "denials", permissions.Denials.Select(denial => denial.ToString()));
        var opened = factories.ToList();
        if (opened.Count > 0) WriteList(json, "factories", opened);
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
