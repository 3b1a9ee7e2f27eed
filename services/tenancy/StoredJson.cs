using FactoryFlow.Platform.Data;
using Google.Protobuf;

namespace FactoryFlow.Tenancy;

/// <summary>Messages as jsonb keeps them: protobuf's own JSON, so that a field added later needs no migration.</summary>
internal static class StoredJson
{
    // A newer version may have written fields that this one does not know.
    private static readonly JsonParser Lenient = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public static Json Of(IMessage message) => new(Text(message));

    /// <summary>A message as a fact carries it.</summary>
    public static string Text(IMessage message) => JsonFormatter.Default.Format(message);

    public static T Read<T>(string json) where T : IMessage, new() => Lenient.Parse<T>(json);
}
