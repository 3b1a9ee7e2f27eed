using FactoryFlow.Gateway.Api;

namespace FactoryFlow.Gateway.Transcoding;

/// <summary>
/// Every word about what is wrong with a request. In lower case: what is said behind the name of a field, or behind "The body".
/// In upper case: a sentence about the whole.
/// </summary>
internal static class FaultTexts
{
    public const string NotUtf8 = "The body is not valid UTF-8.";
    public const string NotPlainJson = "The body must be application/json in UTF-8, not encoded further.";
    public const string NotPlainYaml = "A body of application/yaml must be UTF-8 without NUL, not encoded further.";
    public const string NotTheMessage = "The body does not fit the message that the call takes.";

    public const string UnknownField = "is not a known field";
    public const string UnknownParameter = "is not a known query parameter";
    public const string GivenTwice = "is given twice";
    public const string NotAsInPath = "is not what the path says";

    public const string ConditionNotTaken = "is not taken by this call";
    public const string MustBeOneEtag = "must be one etag in double quotes, not a weak one, or *";
    public const string NotAsEtagSays = "is not the etag that the request gives";

    public const string MustBeObject = "must be an object";
    public const string MustBeList = "must be a list";
    public const string MustBeBool = "must be true or false";
    public const string MustBeNumber = "must be a number";
    public const string MustBeWholeNumber = "must be a whole number";
    public const string CannotBeText = "cannot be text";
    public const string MustNotBeNull = "must not be null";

    public const string MustBeBase64 = "must be base64";
    public const string MustBeTimestamp = "must be an instant such as 2026-01-31T08:30:00Z";
    public const string MustBeDuration = "must be seconds such as \"90s\" or \"1.5s\"";
    public const string MustBeFieldMask = "must be field names in camelCase, separated by commas";
    public const string HoldsNul = "must not contain the character U+0000";
    public const string HoldsHalfPair = "is not valid text: it holds half of a surrogate pair";
    public const string InvalidText = "is not valid text";
    public const string InvalidName = "has a name that is not valid text";

    public const string EmptyName = "has a name that is empty";

    public const string TooLarge = "is too large";
    public const string InexactNumber = "must be sent as a string when it is 2^53 or beyond";

    public static readonly string TooDeep = $"is nested deeper than {GatewaySettings.MostBodyDepth} levels";

    public static string NotJson(long? line, long? column) => $"The body is not valid JSON: see line {line + 1}, column {column + 1}.";

    public static string BesideAnother(string choice) => $"cannot be given beside another of {choice}";

    /// <summary>What is wrong with the key of a map.</summary>
    public static string OfName(string message) => "has a name that " + message;

    public static string MustBeOneOf(EnumShape shape) => "must be one of " + shape.Names;

    /// <summary>What the value should have been, for JSON of another type.</summary>
    public static string MustBe(ValueShape shape) => shape.Kind switch
    {
        ValueKind.Message or ValueKind.Struct => MustBeObject,
        ValueKind.List => MustBeList,
        ValueKind.Bool => MustBeBool,
        ValueKind.Int32 or ValueKind.UInt32 or ValueKind.Int64 or ValueKind.UInt64 => MustBeWholeNumber,
        ValueKind.Float or ValueKind.Double => MustBeNumber,
        ValueKind.Enum => MustBeOneOf(shape.Enum!),
        ValueKind.Timestamp => MustBeTimestamp,
        ValueKind.Duration => MustBeDuration,
        ValueKind.FieldMask => MustBeFieldMask,
        ValueKind.Null => "must be null",
        _ => "must be a string",
    };

    /// <summary>The bounds of a whole number.</summary>
    public static string OutOfRange(ValueKind kind) => kind switch
    {
        ValueKind.Int32 => "must be from -2147483648 to 2147483647",
        ValueKind.UInt32 => "must be from 0 to 4294967295",
        ValueKind.Int64 => "must be from -9223372036854775808 to 9223372036854775807",
        ValueKind.UInt64 => "must be from 0 to 18446744073709551615",
        _ => TooLarge,
    };

    /// <summary>What all faults of a request come to in a sentence.</summary>
    public static string Detail(IReadOnlyList<Fault> faults) => faults switch
    {
        [{ Field.Length: > 0 } only] => $"{only.Field} {only.Message}.",
        [var whole] => char.IsUpper(whole.Message[0]) ? whole.Message : $"The body {whole.Message}.",
        _ => $"The request has {faults.Count} faults; errors names each.",
    };
}
