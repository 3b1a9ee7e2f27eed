using System.Globalization;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.Activities;
using Google.Protobuf.WellKnownTypes;

namespace FactoryFlow.Workflow.Definitions;

/// <summary>A definition as a request brings it, as JSON or as YAML, and everything that is wrong with it.</summary>
/// <param name="Name">The name that stands in the YAML; empty when none does.</param>
/// <param name="Node">What was read; null when nothing could be.</param>
/// <param name="Faults">What is wrong.</param>
/// <param name="Field">The field of the request that it came in.</param>
internal sealed record DefinitionInput(string Name, Node? Node, Faults Faults, string Field)
{
    private const int LongestYaml = 262_144;

    /// <summary>Whether a request brings one at all.</summary>
    public static bool IsGiven(Struct? definition, string yaml) => definition is not null || yaml.Length > 0;

    public static DefinitionInput Read(Struct? definition, string yaml, ActivityEnvironment environment)
    {
        var faults = new Faults();
        if (yaml.Length == 0)
        {
            if (definition is null) faults.Add(Place.Root, "is required");
            return new("", definition is not null && JsonNodes.Read(definition, faults) is { } node ? Read(node, faults, environment) : null, faults, "definition");
        }

        if (definition is not null) faults.Add(Place.Root, "is given beside \"definition\"; send one of them");
        else if (yaml.Length > LongestYaml) faults.Add(Place.Root, string.Create(CultureInfo.InvariantCulture, $"has {yaml.Length} characters; at most {LongestYaml} are allowed"));
        else if (YamlNodes.Read(yaml, faults) is { } root) return Of(root, faults, environment);
        return new("", null, faults, "yaml");
    }

    /// <summary>Hands what is wrong over to the check of a call.</summary>
    public void Tell(Check check)
    {
        foreach (var (place, message) in Faults.All)
            check.Fault(Field + (Field == "yaml" ? "" : InBrackets(place.Pointer)), place == Place.Root ? message : $"{message} (at {place})");
    }

    // As in JSON, or the definition itself with its name in it.
    private static DefinitionInput Of(Node root, Faults faults, ActivityEnvironment environment)
    {
        var inner = root.Find("definition");
        if (inner is not null) Fields.Of(root, faults, "name", "definition");
        var node = inner ?? root;
        var name = (root.Find("name") ?? node.Find("name")) is { Kind: NodeKind.Text } text ? text.Text : "";
        return new(name, Read(node, faults, environment), faults, "yaml");
    }

    private static Node Read(Node node, Faults faults, ActivityEnvironment environment)
    {
        DefinitionReader.Read(node, faults, environment);
        return node;
    }

    private static string InBrackets(string pointer) => string.Concat(pointer.Split('/').Skip(1).Select(name => $"[{name}]"));
}
