namespace FactoryFlow.Workflow.Conditions;

/// <summary>Of which type a value is, as far as a definition says it.</summary>
internal enum VariableType
{
    /// <summary>Nothing is said.</summary>
    Any,
    Text,

    /// <summary>A decimal number.</summary>
    Number,
    Boolean,

    /// <summary>An instant as a text after RFC 3339.</summary>
    Time,
    List,
    Object,
}

/// <summary>How types are written and told.</summary>
internal static class VariableTypes
{
    /// <summary>The types by the names that definitions call them.</summary>
    public static readonly IReadOnlyDictionary<string, VariableType> ByName = new Dictionary<string, VariableType>
    {
        ["any"] = VariableType.Any,
        ["text"] = VariableType.Text,
        ["string"] = VariableType.Text,
        ["number"] = VariableType.Number,
        ["boolean"] = VariableType.Boolean,
        ["time"] = VariableType.Time,
        ["list"] = VariableType.List,
        ["object"] = VariableType.Object,
    };

    /// <summary>The name that definitions call a type.</summary>
    public static string NameOf(VariableType type) => ByName.First(n => n.Value == type).Key;

    /// <summary>For people.</summary>
    public static string Noun(this VariableType type) => type switch
    {
        VariableType.Text => "a text",
        VariableType.Number => "a number",
        VariableType.Boolean => "true or false",
        VariableType.Time => "an instant",
        VariableType.List => "a list",
        VariableType.Object => "an object",
        _ => "anything",
    };
}
