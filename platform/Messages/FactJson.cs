using System.Collections.Frozen;
using System.Text.Json;
using FactoryFlow.Events;

namespace FactoryFlow.Platform.Messages;

/// <summary>How facts are written: camelCase JSON, known by the full name of their type.</summary>
public static class FactJson
{
    /// <summary>The options that facts are written and read with.</summary>
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    private static readonly FrozenDictionary<string, Type> Types = typeof(IFact).Assembly.GetTypes()
        .Where(t => t.IsClass && t.IsAssignableTo(typeof(IFact))).ToFrozenDictionary(t => t.FullName!);

    /// <summary>The names of the types that this version knows.</summary>
    internal static readonly string[] KnownTypes = [.. Types.Keys];

    private static readonly FrozenSet<Type> Announcements = Types.Values.Where(t => t.IsDefined(typeof(AnnouncementAttribute), inherit: false)).ToFrozenSet();

    private static readonly FrozenDictionary<string, FrozenSet<string>> Personal = Types.ToFrozenDictionary(t => t.Key, t => t.Value.GetProperties()
        .Where(p => p.IsDefined(typeof(PersonalAttribute), inherit: false)).Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name)).ToFrozenSet());

    /// <summary>The fields of a type that tell of people; null when the type is not known.</summary>
    internal static FrozenSet<string>? PersonalOf(string type) => Personal.GetValueOrDefault(type);

    /// <summary>Whether it is gone, rather than waiting, when nobody listens.</summary>
    internal static bool IsAnnouncement(IFact fact) => Announcements.Contains(fact.GetType());

    /// <summary>The name that a fact's type is stored under.</summary>
    public static string TypeOf(IFact fact) => fact.GetType().FullName!;

    /// <summary>A fact as JSON.</summary>
    public static string Write(IFact fact) => JsonSerializer.Serialize(fact, fact.GetType(), Options);

    /// <summary>A fact from JSON.</summary>
    /// <exception cref="JsonException">The type is unknown, or the JSON is not its.</exception>
    public static IFact Read(string type, string json) =>
        Types.TryGetValue(type, out var clr) && JsonSerializer.Deserialize(json, clr, Options) is IFact fact
            ? fact
            : throw new JsonException($"No fact of type {type} is known to this version.");
}
