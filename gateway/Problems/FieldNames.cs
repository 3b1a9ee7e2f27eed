using System.Text;
using FactoryFlow.Gateway.Api;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Gateway.Problems;

/// <summary>
/// Writes a field as the client knows it: services name it as the proto does (<c>step_rates[Cutting]</c>, <c>steps[1].unit_name</c>),
/// JSON says <c>stepRates.Cutting</c> and <c>steps[1].unitName</c>.
/// </summary>
internal static class FieldNames
{
    public static string Of(string protoPath, HttpBinding binding)
    {
        var path = new StringBuilder(protoPath.Length);
        var message = binding.Input;
        var rest = protoPath.AsSpan();
        var isFirst = true;
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOfAny('.', '[');
            var name = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[end..];
            FieldShape? field = null;
            var isKnown = message?.TryGetField(name, out field) == true;
            // A client that sends one field as the whole body does not write its name.
            if (!(isFirst && isKnown && field == binding.BodyField))
            {
                path.Append(path.Length > 0 ? "." : "").Append(isKnown ? field!.JsonName : JsonName.Of(name));
            }

            AppendKeys(path, ref rest, isKnown && (field!.Key is not null || field.Value.Kind == ValueKind.Struct));
            message = isKnown ? field!.Value.Message : null;
            rest = rest.TrimStart('.');
            isFirst = false;
        }

        return path.ToString();
    }

    private static void AppendKeys(StringBuilder path, ref ReadOnlySpan<char> rest, bool isMap)
    {
        while (rest.StartsWith('['))
        {
            var close = rest.IndexOf(']');
            if (close < 0) path.Append(rest);
            else if (isMap) path.Append(path.Length > 0 ? "." : "").Append(rest[1..close]);
            else path.Append(rest[..(close + 1)]);
            rest = close < 0 ? default : rest[(close + 1)..];
        }
    }
}
