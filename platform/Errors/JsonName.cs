using System.Text;

namespace FactoryFlow.Platform.Errors;

/// <summary>A field's name in JSON, made from its name in a proto: <c>goodQuantity</c> of <c>good_quantity</c>.</summary>
public static class JsonName
{
    /// <summary>The name, or a path of names, as JSON has it.</summary>
    public static string Of(ReadOnlySpan<char> protoName)
    {
        var name = new StringBuilder(protoName.Length);
        var isWordStart = false;
        foreach (var letter in protoName)
        {
            if (letter != '_') name.Append(isWordStart ? char.ToUpperInvariant(letter) : letter);
            isWordStart = letter == '_';
        }

        return name.ToString();
    }
}
