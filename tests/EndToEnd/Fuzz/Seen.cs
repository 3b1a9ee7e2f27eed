using System.Text.Json;

namespace FactoryFlow.EndToEnd.Tests.Fuzz;

/// <summary>What answers held, by the names of fields: what there is can be asked for.</summary>
/// <param name="forgetting">Decides what is forgotten for something new; of its own, so that the calls do not depend on how much was answered.</param>
internal sealed class Seen(Random forgetting)
{
    private const int Most = 50;
    private readonly Dictionary<string, List<string>> _values = new(StringComparer.Ordinal);

    /// <summary>A value that a field of this name had; null when none was seen.</summary>
    public string? Of(string field, Random random) => _values.TryGetValue(field, out var values) ? values[random.Next(values.Count)] : null;

    /// <summary>Takes note of an answer.</summary>
    /// <param name="tag">What kind of thing it is about: the id of a Worker is known as workerId.</param>
    /// <param name="body">The answer.</param>
    public void Learn(string tag, string body)
    {
        if (body.Length == 0 || body[0] != '{') return;
        using var json = JsonDocument.Parse(body);
        Learn(json.RootElement, char.ToLowerInvariant(tag[0]) + tag[1..] + "Id");
    }

    private void Learn(JsonElement value, string id)
    {
        if (value.ValueKind == JsonValueKind.Array)
            foreach (var item in value.EnumerateArray()) Learn(item, id);
        if (value.ValueKind != JsonValueKind.Object) return;
        foreach (var property in value.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.String) Learn(property.Value, id);
            else if (property.Value.GetString() is { Length: > 0 and < 200 } text) Keep(property.Name == "id" ? id : property.Name == "nextPageToken" ? "pageToken" : property.Name, text);
        }
    }

    private void Keep(string name, string text)
    {
        if (!_values.TryGetValue(name, out var values)) _values[name] = values = [];
        if (values.Count < Most) values.Add(text);
        else values[forgetting.Next(Most)] = text;
    }
}
