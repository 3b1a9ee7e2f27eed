using System.Globalization;

namespace FactoryFlow.Workflow.Definitions;

/// <summary>Where in a definition something stands.</summary>
/// <param name="Pointer">As a JSON pointer (RFC 6901), such as <c>/states/2/to</c>; empty is the whole.</param>
/// <param name="Line">The line of the text, from 1; 0 where the definition came as JSON.</param>
/// <param name="Column">The column in it, from 1.</param>
internal readonly record struct Place(string Pointer, int Line = 0, int Column = 0)
{
    /// <summary>The whole.</summary>
    public static Place Root { get; } = new("");

    /// <summary>The place of a member of what stands here.</summary>
    public Place Of(string name, int line = 0, int column = 0) =>
        new(Pointer + "/" + name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal), line, column);

    /// <summary>The place of an element of the list that stands here.</summary>
    public Place Of(int index, int line = 0, int column = 0) => Of(index.ToString(CultureInfo.InvariantCulture), line, column);

    /// <summary>For people.</summary>
    public override string ToString() => Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"line {Line}, column {Column}") : Pointer.Length > 0 ? Pointer : "/";
}
