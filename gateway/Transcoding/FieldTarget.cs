using System.Collections;
using System.Globalization;
using FactoryFlow.Gateway.Api;
using FactoryFlow.Gateway.Problems;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Enum = System.Enum;

namespace FactoryFlow.Gateway.Transcoding;

/// <summary>A field that a path or a query sets from text, at any depth: <c>job_id</c>, <c>filter.created_after</c>.</summary>
internal static class FieldTarget
{
    /// <summary>The message that holds the last field of a dotted name; made on the way where it is not there yet.</summary>
    public static IMessage Open(IMessage message, FieldShape field)
    {
        var accessor = field.Descriptor.Accessor;
        if (accessor.GetValue(message) is IMessage child) return child;
        child = field.Descriptor.MessageType.Parser.ParseFrom([]);
        accessor.SetValue(message, child);
        return child;
    }

    /// <summary>The value that a text stands for, or null and a fault.</summary>
    public static object? Read(FieldShape field, string text, string name, Faults faults)
    {
        if (field.Value.Kind == ValueKind.Bool)
        {
            if (text is "true" or "false") return text == "true";
            faults.Add(Reasons.WrongType, name, FaultTexts.MustBeBool);
            return null;
        }

        var (reason, message) = TextRules.Check(field.Value, text);
        if (reason is null) return Convert(field, text);
        faults.Add(reason, name, message);
        return null;
    }

    /// <summary>Sets the value, or adds it to a list.</summary>
    public static void Set(IMessage message, FieldDescriptor field, object value)
    {
        if (field.IsRepeated) ((IList)field.Accessor.GetValue(message)).Add(value);
        else field.Accessor.SetValue(message, value);
    }

    /// <summary>Whether the body already gave the field another value than the path does.</summary>
    public static bool Differs(IMessage message, FieldDescriptor field, object value)
    {
        var current = field.Accessor.GetValue(message);
        var isGiven = field.HasPresence ? field.Accessor.HasValue(message) : !IsDefault(current);
        return isGiven && !Equals(current is Enum ? System.Convert.ToInt32(current, CultureInfo.InvariantCulture) : current, value);
    }

    private static bool IsDefault(object? value) => value switch
    {
        null or "" or false => true,
        ByteString bytes => bytes.IsEmpty,
        string or true or IMessage => false,
        _ => System.Convert.ToDouble(value, CultureInfo.InvariantCulture) == 0,
    };

    // The text has been checked: nothing here can fail.
    private static object Convert(FieldShape field, string text) => field.Value.Kind switch
    {
        ValueKind.String => text,
        ValueKind.Bytes => ByteString.FromBase64(text),
        ValueKind.Int32 => int.Parse(text, CultureInfo.InvariantCulture),
        ValueKind.UInt32 => uint.Parse(text, CultureInfo.InvariantCulture),
        ValueKind.Int64 => long.Parse(text, CultureInfo.InvariantCulture),
        ValueKind.UInt64 => ulong.Parse(text, CultureInfo.InvariantCulture),
        ValueKind.Float => float.Parse(text, CultureInfo.InvariantCulture),
        ValueKind.Double => double.Parse(text, CultureInfo.InvariantCulture),
        ValueKind.Enum => field.Value.Enum!.TryGetNumber(text, out var number) ? number : 0,
        ValueKind.Timestamp => JsonParser.Default.Parse<Timestamp>($"\"{text}\""),
        ValueKind.Duration => JsonParser.Default.Parse<Duration>($"\"{text}\""),
        ValueKind.FieldMask => JsonParser.Default.Parse<FieldMask>($"\"{text}\""),
        _ => throw new NotSupportedException(field.Descriptor.FullName),
    };
}
