using System.Text;
using Google.Rpc;

namespace FactoryFlow.Platform.Errors;

/// <summary>
/// How much a refusal says. It goes in trailers, twice and encoded: beyond 64 KB of them a client gives up the connection that all tenants' calls
/// share, and some clients take 8 KB. A whole refusal has less than 7 KB; what is left out of it is told to be.
/// </summary>
internal static class Room
{
    private const int MostText = 1_600, MostField = 200, MostFaults = 2_400;

    /// <summary>A text that fits, as it is percent-encoded.</summary>
    public static string Text(string text) => Text(text, MostText);

    /// <summary>What is wrong with the fields in one sentence: all of it where that fits, else the first and how many more there are.</summary>
    public static string Message(IReadOnlyList<FieldFault> faults)
    {
        var all = string.Join("; ", faults.Select(fault => $"{fault.Field} {fault.Message}"));
        if (faults.Count == 1 || Encoded(all) <= MostText) return Text(all);
        return FormattableString.Invariant($"{Text($"{faults[0].Field} {faults[0].Message}", MostText - 20)}; and {faults.Count - 1} more");
    }

    /// <summary>The fields at fault, as many as fit.</summary>
    public static BadRequest Fields(IReadOnlyList<FieldFault> faults)
    {
        var bad = new BadRequest();
        for (var i = 0; i < faults.Count; i++)
        {
            var violation = new BadRequest.Types.FieldViolation { Field = Text(faults[i].Field, MostField), Description = Text(faults[i].Message) };
            if (i > 0 && bad.CalculateSize() + violation.CalculateSize() > MostFaults)
            {
                var left = faults.Count - i - 1;
                violation.Description = left == 0 ? "is at fault as well" : FormattableString.Invariant($"is at fault as well, and so are {left} more that are not listed");
                bad.FieldViolations.Add(violation);
                return bad;
            }

            bad.FieldViolations.Add(violation);
        }

        return bad;
    }

    private static string Text(string text, int most)
    {
        // Nothing is longer than nine times its characters.
        if (text.Length * 9 <= most || Encoded(text) <= most) return text;
        var (kept, size) = (0, 3);
        foreach (var rune in text.EnumerateRunes())
        {
            size += Encoded(rune);
            if (size > most) break;
            kept += rune.Utf16SequenceLength;
        }

        return text[..kept] + "...";
    }

    private static int Encoded(string text) => text.EnumerateRunes().Sum(Encoded);

    private static int Encoded(Rune rune) => rune.Value is >= ' ' and <= '~' and not '%' ? 1 : rune.Utf8SequenceLength * 3;
}
