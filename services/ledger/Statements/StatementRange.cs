using System.Globalization;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Google.Protobuf.WellKnownTypes;

namespace FactoryFlow.Ledger.Statements;

/// <summary>The booked times that a statement is about. By booked time a worker's lines have one order for good, so that nothing comes in between later.</summary>
/// <param name="From">From then on.</param>
/// <param name="To">Before then.</param>
internal readonly record struct StatementRange(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>The range of a request; null where it names none.</summary>
    public static StatementRange? Of(Check check, Timestamp? from, Timestamp? to)
    {
        if (from is null && to is null) return null;
        var range = new StatementRange(
            from is null ? DateTimeOffset.UnixEpoch : check.Time("from", from, DateTimeOffset.UnixEpoch, AsOf.Latest),
            to is null ? AsOf.Latest : check.Time("to", to, DateTimeOffset.UnixEpoch, AsOf.Latest));
        check.That(range.From <= range.To, "to", "is before from");
        return range;
    }
}

/// <summary>Lines of a worker, by their numbers.</summary>
/// <param name="After">The line before the first.</param>
/// <param name="Last">The last.</param>
internal sealed record LineRange(long After, long Last)
{
    /// <summary>The page token behind a line: it keeps the range, so that every page is of the same.</summary>
    public string TokenAfter(long sequence) => PageToken.After(string.Create(CultureInfo.InvariantCulture, $"{sequence}.{After}.{Last}"));

    /// <summary>What a page token keeps: the range, and the line that the next page is before; null on the first page.</summary>
    /// <exception cref="Refusal">PAGE_TOKEN_INVALID.</exception>
    public static (LineRange Lines, long Before)? Of(string token)
    {
        if (PageToken.Key(token) is not { } key) return null;
        var numbers = key.Split('.');
        if (numbers.Length == 3 && Number(numbers[0]) is { } before && Number(numbers[1]) is { } after && Number(numbers[2]) is { } last) return (new LineRange(after, last), before);
        throw CommonReasons.PageTokenInvalid.Refuse("This page token is not one that the list gave out. Start again without it.", "page_token");
    }

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
