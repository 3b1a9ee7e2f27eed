using System.Globalization;

namespace FactoryFlow.Workflow.Definitions;

/// <summary>
/// Where in a definition something stands: below what it lies in. The whole pointer is only put together for who is told of a fault, since
/// each of many small pieces would else hold a copy of all the names above it.
/// </summary>
/// <param name="Line">The line of the text, from 1; 0 where the definition came as JSON.</param>
/// <param name="Column">The column in it, from 1.</param>
internal readonly record struct Place(int Line = 0, int Column = 0)
{
    /// <summary>The whole.</summary>
    public static Place Root => default;

    private Link? Last { get; init; }

    /// <summary>As a JSON pointer (RFC 6901), such as <c>/states/2/to</c>; empty is the whole.</summary>
    public string Pointer
    {
        get
        {
            var names = new Stack<string>();
            for (var link = Last; link is not null; link = link.Above) names.Push(link.Name ?? link.Index.ToString(CultureInfo.InvariantCulture));
            return string.Concat(names.Select(name => "/" + name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)));
        }
    }

    /// <summary>The place of a member of what stands here.</summary>
    public Place Of(string name, int line = 0, int column = 0) => new(line, column) { Last = new Link(Last, name, 0) };

    /// <summary>The place of an element of the list that stands here.</summary>
    public Place Of(int index, int line = 0, int column = 0) => new(line, column) { Last = new Link(Last, null, index) };

    /// <summary>For people.</summary>
    public override string ToString() => Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"line {Line}, column {Column}") : Last is null ? "/" : Pointer;

    private sealed record Link(Link? Above, string? Name, int Index);
}
