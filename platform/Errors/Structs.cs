using Google.Protobuf.WellKnownTypes;

namespace FactoryFlow.Platform.Errors;

/// <summary>
/// Objects of any content. What JSON cannot say of them, gRPC can: it would be stored, and whoever reads it as JSON would fail ever after.
/// </summary>
public static class Structs
{
    /// <summary>How deep objects and lists may lie in each other: a message takes three levels for each, and no reader takes a hundred.</summary>
    public const int Deepest = 24;

    /// <summary>Records a fault, with its place, unless an object can be written as JSON and read again.</summary>
    /// <returns>Whether it can.</returns>
    public static bool Free(this Check check, string field, Struct given) => IsFit(check, field, given, 1);

    private static bool IsFit(Check check, string field, Struct given, int depth)
    {
        if (depth > Deepest) return check.That(false, field, FormattableString.Invariant($"is nested deeper than {Deepest} levels"));
        var isFit = true;
        foreach (var (name, value) in given.Fields) isFit &= check.That(name.Length > 0, field, "has a name that is empty") && IsFit(check, $"{field}[{name}]", value, depth);
        return isFit;
    }

    private static bool IsFit(Check check, string field, Value value, int depth)
    {
        switch (value.KindCase)
        {
            case Value.KindOneofCase.None:
                return check.That(false, field, "has no value; null is one");
            case Value.KindOneofCase.NumberValue:
                return check.That(double.IsFinite(value.NumberValue), field, "must be a number");
            case Value.KindOneofCase.StructValue:
                return IsFit(check, field, value.StructValue, depth + 1);
            case Value.KindOneofCase.ListValue:
                if (depth == Deepest) return check.That(false, field, FormattableString.Invariant($"is nested deeper than {Deepest} levels"));
                var (isFit, index) = (true, 0);
                foreach (var item in value.ListValue.Values) isFit &= IsFit(check, $"{field}[{index++}]", item, depth + 1);
                return isFit;
            default:
                return true;
        }
    }
}
