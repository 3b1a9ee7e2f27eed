namespace FactoryFlow.Platform.Data;

/// <summary>Texts that are kept no longer than they may be.</summary>
public static class Shortened
{
    /// <summary>The beginning of a text: never half a character, which UTF-8 cannot write and PostgreSQL would not be given.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">How many UTF-16 code units at most; at least 1.</param>
    public static string To(string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}
