using System.Collections.Concurrent;
using System.Text;

namespace FactoryFlow.Platform.Data;

/// <summary>How an enum stands in the database: <c>InProgress</c> as <c>IN_PROGRESS</c>, like JSON shows it.</summary>
public static class EnumText
{
    private static readonly ConcurrentDictionary<Enum, string> Texts = new();

    /// <summary>The stored text of a value.</summary>
    public static string Of(Enum value) => Texts.GetOrAdd(value, static v => UpperSnake(v.ToString()));

    /// <summary>The value of a stored text.</summary>
    /// <exception cref="ArgumentException">The text is none of the enum's.</exception>
    public static T Parse<T>(string text) where T : struct, Enum =>
        Values<T>.ByText.TryGetValue(text, out var value) ? value : throw new ArgumentException($"{text} is no {typeof(T).Name}.", nameof(text));

    private static string UpperSnake(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsAsciiLetterUpper(name[i])) text.Append('_');
            text.Append(char.ToUpperInvariant(name[i]));
        }

        return text.ToString();
    }

    private static class Values<T> where T : struct, Enum
    {
        public static readonly Dictionary<string, T> ByText = Enum.GetValues<T>().ToDictionary(v => Of(v));
    }
}
