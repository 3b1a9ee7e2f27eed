using System.Text.Json;
using System.Text.Json.Nodes;

namespace FactoryFlow.Platform.Messages;

/// <summary>A fact as the bus carries it, read without knowing its type, and whatever it holds.</summary>
/// <param name="Type">The full name of its type; empty when it names none.</param>
/// <param name="TenantId">The tenant that it names; the nil UUID when it names none.</param>
/// <param name="EventId">Its id; null when it names none.</param>
/// <param name="Message">The fact itself; null when there is none.</param>
internal sealed record FactEnvelope(string Type, Guid TenantId, Guid? EventId, JsonObject? Message)
{
    private const string TypePrefix = "urn:message:";
    private static readonly FactEnvelope Unreadable = new("", Guid.Empty, null, null);

    public static FactEnvelope Read(ReadOnlySpan<byte> body)
    {
        try
        {
            if (JsonNode.Parse(body) is not JsonObject envelope) return Unreadable;
            var message = envelope["message"] as JsonObject;
            var types = envelope["messageType"] as JsonArray;
            var type = types is { Count: > 0 } && types[0] is JsonValue first && first.TryGetValue<string>(out var urn) && urn.StartsWith(TypePrefix, StringComparison.Ordinal)
                ? urn[TypePrefix.Length..].Replace(':', '.')
                : "";
            return new FactEnvelope(type.Replace('\0', '\uFFFD'), Id(message, "tenantId") ?? Guid.Empty, Id(message, "eventId"), message);
        }
        // A key that stands there twice is found when the object is asked.
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            return Unreadable;
        }
    }

    /// <summary>
    /// What it says as JSON for an operator: what is known of people is masked, and everything where the type is not known, since then
    /// nobody knows what of it is about people. Null when there is nothing to read.
    /// </summary>
    public string? Masked()
    {
        if (Message is null) return null;
        var personal = FactJson.PersonalOf(Type);
        var shown = new JsonObject();
        foreach (var (name, value) in Message)
        {
            var isShown = personal is null ? name is "eventId" or "tenantId" or "occurredAt" : !personal.Contains(name);
            shown[name] = isShown ? value?.DeepClone() : "(masked)";
        }

        return shown.ToJsonString();
    }

    private static Guid? Id(JsonObject? message, string name) =>
        message?[name] is JsonValue value && value.TryGetValue<string>(out var text) && Guid.TryParseExact(text, "D", out var id) ? id : null;
}
