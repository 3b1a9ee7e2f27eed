using System.Globalization;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Workflow.Feed;

/// <summary>Where a reader stands among a tenant's events: the number of the last one that they know.</summary>
internal static class Cursor
{
    public static string Of(long sequence) => sequence.ToString(CultureInfo.InvariantCulture);

    /// <summary>The number that a cursor says; null when there is none.</summary>
    public static long? Read(Check check, string field, string cursor)
    {
        if (cursor.Length == 0) return null;
        if (long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)) return sequence;
        check.That(false, field, "is no cursor: give the one of the last event that you know, or the next_cursor of a list");
        return null;
    }
}
