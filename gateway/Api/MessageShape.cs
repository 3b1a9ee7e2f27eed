using System.Collections.Frozen;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace FactoryFlow.Gateway.Api;

/// <summary>What the JSON of a message may hold, in tables made once so that a request is checked without reflection.</summary>
internal sealed class MessageShape
{
    private FrozenDictionary<string, FieldShape> _fields = FrozenDictionary<string, FieldShape>.Empty;
    private FrozenDictionary<string, FieldShape>.AlternateLookup<ReadOnlySpan<char>> _byName;

    private MessageShape(MessageDescriptor descriptor) => Descriptor = descriptor;

    /// <summary>A message without fields.</summary>
    public static MessageShape Nothing { get; } = Of(Empty.Descriptor, []);

    public MessageDescriptor Descriptor { get; }

    /// <summary>How many fields there are; each has an index below it.</summary>
    public int FieldCount { get; private set; }

    /// <summary>Finds a field by its JSON name or its proto name: proto3's mapping accepts both.</summary>
    public bool TryGetField(ReadOnlySpan<char> name, out FieldShape field) => _byName.TryGetValue(name, out field!);

    /// <summary>The shape of a message and of all that it holds; a message that holds itself is met again in the cache.</summary>
    public static MessageShape Of(MessageDescriptor descriptor, Dictionary<MessageDescriptor, MessageShape> cache)
    {
        if (cache.TryGetValue(descriptor, out var known)) return known;
        var shape = cache[descriptor] = new MessageShape(descriptor);
        var names = new Dictionary<string, FieldShape>(StringComparer.Ordinal);
        foreach (var field in descriptor.Fields.InDeclarationOrder())
        {
            var fieldShape = new FieldShape(field, shape.FieldCount++, cache);
            names[field.JsonName] = fieldShape;
            names[field.Name] = fieldShape;
        }

        shape._fields = names.ToFrozenDictionary(StringComparer.Ordinal);
        shape._byName = shape._fields.GetAlternateLookup<ReadOnlySpan<char>>();
        return shape;
    }
}

/// <summary>One field of a message.</summary>
internal sealed class FieldShape
{
    public FieldShape(FieldDescriptor field, int index, Dictionary<MessageDescriptor, MessageShape> cache)
    {
        Descriptor = field;
        Index = index;
        Oneof = field.RealContainingOneof?.Index ?? -1;
        if (field.IsMap) Key = new ValueShape(field.MessageType.FindFieldByNumber(1), cache);
        Value = new ValueShape(field.IsMap ? field.MessageType.FindFieldByNumber(2) : field, cache);
    }

    public FieldDescriptor Descriptor { get; }

    public string JsonName => Descriptor.JsonName;

    /// <summary>Its place among the fields of the message.</summary>
    public int Index { get; }

    /// <summary>The choice that it belongs to, or -1.</summary>
    public int Oneof { get; }

    /// <summary>The keys, where the field is a map.</summary>
    public ValueShape? Key { get; }

    /// <summary>The value, or each value of a list or a map.</summary>
    public ValueShape Value { get; }

    /// <summary>Whether it may stand in a path or a query.</summary>
    public bool HasTextForm => Key is null
        && Value.Kind is not (ValueKind.Message or ValueKind.Struct or ValueKind.List or ValueKind.Any or ValueKind.Null);

    public bool IsList => Descriptor.IsRepeated && Key is null;
}

/// <summary>One value.</summary>
internal sealed class ValueShape
{
    public ValueShape(FieldDescriptor field, Dictionary<MessageDescriptor, MessageShape> cache)
    {
        Kind = ValueKinds.Of(field);
        Message = Kind == ValueKind.Message ? MessageShape.Of(field.MessageType, cache) : null;
        Enum = Kind == ValueKind.Enum ? new EnumShape(field.EnumType) : null;
    }

    public ValueKind Kind { get; }

    public MessageShape? Message { get; }

    public EnumShape? Enum { get; }
}

/// <summary>The values that an enum has.</summary>
internal sealed class EnumShape
{
    private readonly FrozenDictionary<string, int> _numbers;
    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _byName;
    private readonly FrozenSet<int> _known;

    public EnumShape(EnumDescriptor descriptor)
    {
        _numbers = descriptor.Values.ToFrozenDictionary(value => value.Name, value => value.Number, StringComparer.Ordinal);
        _byName = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        _known = descriptor.Values.Select(value => value.Number).ToFrozenSet();
        // The zero value only says that nothing was chosen; it is accepted but never suggested.
        Names = string.Join(", ", descriptor.Values
            .Where(value => !value.Name.EndsWith("UNSPECIFIED", StringComparison.Ordinal))
            .Select(value => value.Name));
    }

    /// <summary>The names to choose from, for people.</summary>
    public string Names { get; }

    public bool TryGetNumber(ReadOnlySpan<char> name, out int number) => _byName.TryGetValue(name, out number);

    public bool Has(int number) => _known.Contains(number);
}
