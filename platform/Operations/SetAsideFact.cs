using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Messages;
using RabbitMQ.Client;

namespace FactoryFlow.Platform.Operations;

/// <summary>A message that a queue gave up on, as far as it can be read.</summary>
/// <param name="TenantId">The tenant that it names; the nil UUID when that cannot be read.</param>
/// <param name="EventId">The fact's id; null when that cannot be read.</param>
/// <param name="Type">The name of the fact's type; empty when that cannot be read.</param>
/// <param name="Key">What it is known by, however often it comes back.</param>
/// <param name="Problem">Why it is here.</param>
/// <param name="DeliveryHash">The same again when, and only when, it is the same delivery.</param>
/// <param name="Properties">What goes along with it when it is sent again, as JSON.</param>
/// <param name="Body">As it stood on the bus.</param>
internal sealed record SetAsideFact(Guid TenantId, Guid? EventId, string Type, string Key, string Problem, byte[] DeliveryHash, string Properties, byte[] Body)
{
    private const int LongestKey = 200, LongestProblem = 2000, LongestType = 300;

    // Written by the broker for each delivery anew, and so no part of what a delivery is known by.
    private const string DeliveryCount = "x-delivery-count";

    /// <summary>Reads a message; whatever it holds, something comes out.</summary>
    public static SetAsideFact Of(IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body)
    {
        var headers = (properties.Headers ?? new Dictionary<string, object?>()).OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => (h.Key, Value: Text(h.Value))).ToList();
        var envelope = FactEnvelope.Read(body.Span);
        var bytes = body.ToArray();
        var key = Sound(properties.MessageId) is { Length: > 0 } id ? id : Convert.ToHexString(SHA256.HashData(bytes));
        return new SetAsideFact(
            envelope.TenantId, envelope.EventId, Shortened.To(envelope.Type, LongestType), Shortened.To(key, LongestKey), Shortened.To(ProblemOf(headers), LongestProblem),
            SHA256.HashData([.. bytes, .. Encoding.UTF8.GetBytes(string.Join('\n', headers.Where(h => h.Key != DeliveryCount)))]),
            Kept(properties, headers), bytes);
    }

    /// <summary>What goes along with a message that is sent again.</summary>
    public static BasicProperties PropertiesOf(string kept)
    {
        var read = JsonSerializer.Deserialize<KeptProperties>(kept)!;
        var properties = new BasicProperties { Persistent = true, Headers = read.Headers.ToDictionary(h => h.Key, h => (object?)h.Value) };
        if (read.ContentType is not null) properties.ContentType = read.ContentType;
        if (read.MessageId is not null) properties.MessageId = read.MessageId;
        if (read.CorrelationId is not null) properties.CorrelationId = read.CorrelationId;
        return properties;
    }

    private static string ProblemOf(List<(string Key, string Value)> headers)
    {
        string? Of(string name) => headers.Find(h => h.Key == name).Value;
        if (Of("MT-Fault-Message") is { } message) return Of("MT-Fault-ExceptionType") is { } type ? $"{type}: {message}" : message;
        return Of("MT-Reason") == "skipped"
            ? "Nobody who takes from this queue knows its type."
            : "It was delivered too often without an answer: each time the process that had it in hand died, or lost its connection.";
    }

    // What says how it came here stays here.
    private static string Kept(IReadOnlyBasicProperties properties, List<(string Key, string Value)> headers) => JsonSerializer.Serialize(new KeptProperties(
        Sound(properties.ContentType), Sound(properties.MessageId), Sound(properties.CorrelationId),
        headers.Where(h => !h.Key.StartsWith("MT-", StringComparison.Ordinal) && !h.Key.StartsWith("x-", StringComparison.Ordinal)).ToDictionary(h => h.Key, h => h.Value)));

    private static string Text(object? value) => Sound(value switch
    {
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        IDictionary<string, object?> table => string.Join(',', table.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{e.Key}={Text(e.Value)}")),
        System.Collections.IEnumerable list and not string => string.Join(',', list.Cast<object?>().Select(Text)),
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture),
    }) ?? "";

    // PostgreSQL keeps no NUL.
    private static string? Sound(string? text) => text?.Replace('\0', '\uFFFD');

    private sealed record KeptProperties(string? ContentType, string? MessageId, string? CorrelationId, Dictionary<string, string> Headers);
}
