using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace FactoryFlow.Workflow.Definitions;

/// <summary>
/// Reads definitions that came as YAML: one document of maps, lists and plain values, after YAML 1.2's core schema. Aliases are
/// refused, since a few lines of them can stand for gigabytes, and so are tags, which name types of programs.
/// </summary>
internal sealed partial class YamlNodes
{
    private readonly Parser _parser;
    private readonly Faults _faults;
    private int _count;

    private YamlNodes(string text, Faults faults) => (_parser, _faults) = (new Parser(new StringReader(text)), faults);

    /// <summary>The whole document; null, with a fault, when it is none.</summary>
    public static Node? Read(string text, Faults faults)
    {
        try
        {
            return new YamlNodes(text, faults).Document();
        }
        catch (YamlException e)
        {
            faults.Add(new Place((int)e.Start.Line, (int)e.Start.Column), $"is not YAML: {e.Message}");
            return null;
        }
        catch (TooMuch e)
        {
            faults.Add(e.Place, e.Message);
            return null;
        }
    }

    private Node? Document()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            _faults.Add(new Place(1, 1), "is empty");
            return null;
        }

        _parser.Consume<DocumentStart>();
        var root = Value(new Place(1, 1), 0);
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out var second)) _faults.Add(At(Place.Root, second.Start), "is a second document; send one");
        return root;
    }

    private Node Value(Place place, int depth)
    {
        TooMuch.Require(place, ++_count, depth);
        if (_parser.TryConsume<AnchorAlias>(out var alias)) throw new TooMuch(At(place, alias.Start), $"is the alias *{alias.Value}; aliases are not taken: write it out");
        if (_parser.TryConsume<Scalar>(out var scalar))
        {
            place = At(place, scalar.Start);
            RequirePlain(scalar, place);
            return Plain(scalar, place);
        }

        if (_parser.TryConsume<SequenceStart>(out var list)) return List(list, At(place, list.Start), depth);
        var map = _parser.Consume<MappingStart>();
        return Map(map, At(place, map.Start), depth);
    }

    private Node List(SequenceStart start, Place place, int depth)
    {
        RequirePlain(start, place);
        var items = new List<Node>();
        while (!_parser.TryConsume<SequenceEnd>(out _)) items.Add(Value(place.Of(items.Count), depth + 1));
        return new Node(NodeKind.List, place) { Items = items };
    }

    private Node Map(MappingStart start, Place place, int depth)
    {
        RequirePlain(start, place);
        var members = new List<KeyValuePair<string, Node>>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (!_parser.TryConsume<Scalar>(out var name)) throw new TooMuch(At(place, _parser.Current!.Start), "is no name: a member's name is a text");
            TooMuch.Require(At(place, name.Start), name.Value);
            var at = place.Of(name.Value, (int)name.Start.Line, (int)name.Start.Column);
            var value = Value(at, depth + 1);
            if (seen.Add(name.Value)) members.Add(KeyValuePair.Create(name.Value, value));
            else _faults.Add(at, $"\"{name.Value}\" is given twice");
        }

        return new Node(NodeKind.Map, place) { Members = members };
    }

    private void RequirePlain(NodeEvent node, Place place)
    {
        if (!node.Anchor.IsEmpty) _faults.Add(place, $"has the anchor &{node.Anchor.Value}; anchors are not taken");
        if (!node.Tag.IsEmpty) _faults.Add(place, $"has the tag {node.Tag.Value}; tags are not taken");
    }

    private static Node Plain(Scalar scalar, Place place)
    {
        if (scalar.Style != ScalarStyle.Plain) return new Node(NodeKind.Text, place, scalar.Value);
        return scalar.Value switch
        {
            "" or "~" or "null" or "Null" or "NULL" => new Node(NodeKind.Nothing, place),
            "true" or "True" or "TRUE" => new Node(NodeKind.Truth, place, "true"),
            "false" or "False" or "FALSE" => new Node(NodeKind.Truth, place, "false"),
            _ when JsonNumber().IsMatch(scalar.Value) => new Node(NodeKind.Number, place, scalar.Value),
            _ => new Node(NodeKind.Text, place, scalar.Value),
        };
    }

    private static Place At(Place place, Mark mark) => place with { Line = (int)mark.Line, Column = (int)mark.Column };

    [GeneratedRegex(@"^-?(0|[1-9][0-9]{0,27})(\.[0-9]{1,28})?$", RegexOptions.CultureInvariant)]
    private static partial Regex JsonNumber();
}
