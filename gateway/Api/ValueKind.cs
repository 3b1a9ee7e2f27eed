using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace FactoryFlow.Gateway.Api;

/// <summary>What JSON may stand for a value, after proto3's JSON mapping.</summary>
internal enum ValueKind
{
    Message,
    String,
    Bytes,
    Bool,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Float,
    Double,
    Enum,
    Null,
    Timestamp,
    Duration,
    FieldMask,
    Struct,
    List,
    Any,
}

/// <summary>Reads the kind of a field off its descriptor.</summary>
internal static class ValueKinds
{
    public static ValueKind Of(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.String => ValueKind.String,
        FieldType.Bytes => ValueKind.Bytes,
        FieldType.Bool => ValueKind.Bool,
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => ValueKind.Int32,
        FieldType.UInt32 or FieldType.Fixed32 => ValueKind.UInt32,
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => ValueKind.Int64,
        FieldType.UInt64 or FieldType.Fixed64 => ValueKind.UInt64,
        FieldType.Float => ValueKind.Float,
        FieldType.Double => ValueKind.Double,
        FieldType.Enum when field.EnumType.ClrType == typeof(NullValue) => ValueKind.Null,
        FieldType.Enum => ValueKind.Enum,
        FieldType.Message => Of(field.MessageType),
        _ => throw new NotSupportedException($"{field.FullName}: groups have no JSON."),
    };

    public static ValueKind Of(MessageDescriptor message) => message.FullName switch
    {
        "google.protobuf.Timestamp" => ValueKind.Timestamp,
        "google.protobuf.Duration" => ValueKind.Duration,
        "google.protobuf.FieldMask" => ValueKind.FieldMask,
        "google.protobuf.Struct" => ValueKind.Struct,
        "google.protobuf.ListValue" => ValueKind.List,
        "google.protobuf.Value" => ValueKind.Any,
        "google.protobuf.StringValue" => ValueKind.String,
        "google.protobuf.BytesValue" => ValueKind.Bytes,
        "google.protobuf.BoolValue" => ValueKind.Bool,
        "google.protobuf.Int32Value" => ValueKind.Int32,
        "google.protobuf.UInt32Value" => ValueKind.UInt32,
        "google.protobuf.Int64Value" => ValueKind.Int64,
        "google.protobuf.UInt64Value" => ValueKind.UInt64,
        "google.protobuf.FloatValue" => ValueKind.Float,
        "google.protobuf.DoubleValue" => ValueKind.Double,
        // Packed messages would bring types that no RPC names; none of ours takes one.
        "google.protobuf.Any" => throw new NotSupportedException("google.protobuf.Any is not accepted in a request."),
        _ => ValueKind.Message,
    };
}
