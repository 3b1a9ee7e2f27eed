namespace FactoryFlow.Workflow.Definitions;

/// <summary>What a piece of a definition is, whether it was written as JSON or as YAML.</summary>
internal enum NodeKind
{
    Nothing,
    Text,
    Number,
    Truth,
    List,
    Map,
}

/// <summary>A piece of a definition and where it stands.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Text">A text, a number as it is written, or <c>true</c> and <c>false</c>.</param>
internal sealed record Node(NodeKind Kind, Place Place, string Text = "")
{
    /// <summary>The most pieces that a definition may have.</summary>
    public const int Most = 20_000;

    /// <summary>How deep they may lie in each other.</summary>
    public const int Deepest = 32;

    /// <summary>The most characters of a member's name.</summary>
    public const int LongestName = 200;

    public IReadOnlyList<Node> Items { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, Node>> Members { get; init; } = [];

    /// <summary>A member of a map; null when there is none.</summary>
    public Node? Find(string name)
    {
        foreach (var member in Members)
            if (member.Key == name)
                return member.Value;
        return null;
    }

    /// <summary>What it is, for people.</summary>
    public string Noun => Kind switch
    {
        NodeKind.Nothing => "nothing",
        NodeKind.Text => "a text",
        NodeKind.Number => "a number",
        NodeKind.Truth => "true or false",
        NodeKind.List => "a list",
        _ => "an object",
    };
}
