using System.Globalization;

namespace FactoryFlow.Workflow.Definitions;

/// <summary>Reads the members of one map of a definition by name, and faults those that are none of its names.</summary>
internal sealed class Fields
{
    private const int LongestText = 500;

    private readonly Node _node;
    private readonly Faults _faults;

    private Fields(Node node, Faults faults) => (_node, _faults) = (node, faults);

    public Place Place => _node.Place;

    /// <summary>The members of a map; of anything else, a fault and none.</summary>
    public static Fields Of(Node node, Faults faults, params ReadOnlySpan<string> names)
    {
        if (node.Kind != NodeKind.Map) faults.Add(node.Place, $"is {node.Noun}, where an object with {string.Join(", ", names!)} is expected");
        foreach (var (name, value) in node.Members)
            if (!names.Contains(name))
                faults.Add(value.Place, $"\"{name}\" is not known here; there are {string.Join(", ", names!)}");
        return new Fields(node, faults);
    }

    public Node? Find(string name) => _node.Find(name) is { Kind: not NodeKind.Nothing } found ? found : null;

    /// <summary>A text that may be left out.</summary>
    public string? Text(string name) => Find(name) is { } node && Is(node, NodeKind.Text) ? Bounded(node) : null;

    /// <summary>A text that must be there; empty, with a fault, when it is not.</summary>
    public string RequiredText(string name)
    {
        if (Find(name) is null) _faults.Add(Place, $"\"{name}\" is missing");
        return Text(name) ?? "";
    }

    /// <summary>Something's name for other places to refer to: letters, digits, <c>_</c>, <c>-</c> and <c>.</c>.</summary>
    public string Id(string name)
    {
        var id = RequiredText(name);
        if (id.Length > 0 && !IsId(id))
            _faults.Add(Find(name)!.Place, $"\"{id}\" cannot be a name: use 1 to 64 letters, digits, '_', '-' and '.', beginning with a letter or digit");
        return id;
    }

    public bool Flag(string name) => Find(name) is { } node && Is(node, NodeKind.Truth) && node.Text == "true";

    public int? Whole(string name, int min, int max)
    {
        if (Find(name) is not { } node || !Is(node, NodeKind.Number)) return null;
        if (int.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max) return number;
        _faults.Add(node.Place, string.Create(CultureInfo.InvariantCulture, $"is {node.Text}; it must be a whole number from {min} to {max}"));
        return null;
    }

    /// <summary>The elements of a list that may be left out.</summary>
    public IReadOnlyList<Node> List(string name, int most)
    {
        if (Find(name) is not { } node || !Is(node, NodeKind.List)) return [];
        if (node.Items.Count <= most) return node.Items;
        _faults.Add(node.Place, string.Create(CultureInfo.InvariantCulture, $"has {node.Items.Count} elements; at most {most} are allowed"));
        return [];
    }

    /// <summary>A list of different texts.</summary>
    public IReadOnlyList<Node> Texts(string name, int most)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var texts = new List<Node>();
        foreach (var item in List(name, most))
        {
            if (!Is(item, NodeKind.Text)) continue;
            if (Bounded(item).Length == 0) _faults.Add(item.Place, "is empty");
            else if (!seen.Add(item.Text)) _faults.Add(item.Place, $"\"{item.Text}\" is given twice");
            else texts.Add(item);
        }

        return texts;
    }

    public static bool IsId(string text) =>
        text.Length is >= 1 and <= 64 && char.IsAsciiLetterOrDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');

    private bool Is(Node node, NodeKind kind)
    {
        if (node.Kind == kind) return true;
        _faults.Add(node.Place, $"is {node.Noun}; it must be {new Node(kind, default).Noun}");
        return false;
    }

    private string Bounded(Node node)
    {
        if (node.Text.Length <= LongestText) return node.Text.Trim();
        _faults.Add(node.Place, string.Create(CultureInfo.InvariantCulture, $"has {node.Text.Length} characters; at most {LongestText} are allowed"));
        return "";
    }
}
