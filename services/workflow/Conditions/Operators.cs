namespace FactoryFlow.Workflow.Conditions;

/// <summary>How values are compared.</summary>
internal enum Operator
{
    Eq,
    Ne,
    Gt,
    Ge,
    Lt,
    Le,

    /// <summary>Is one of a list.</summary>
    In,

    /// <summary>A list has it, or a text holds it.</summary>
    Contains,
    StartsWith,

    /// <summary>Is there and is not null; with the value false, is not.</summary>
    Exists,

    /// <summary>A text fits a regular expression as a whole or in part.</summary>
    Matches,
}

/// <summary>The names of operators.</summary>
internal static class Operators
{
    /// <summary>The operators by the names that definitions call them.</summary>
    public static readonly IReadOnlyDictionary<string, Operator> ByName = Enum.GetValues<Operator>().ToDictionary(Name);

    public static string Name(Operator value) => char.ToLowerInvariant(value.ToString()[0]) + value.ToString()[1..];

    public static bool IsOrder(Operator value) => value is Operator.Gt or Operator.Ge or Operator.Lt or Operator.Le;
}
