using System.Globalization;

namespace FactoryFlow.Ledger.Periods;

/// <summary>A month of the books, in UTC; "2026-11" is its name, and names sort as months do.</summary>
internal readonly record struct Period : IComparable<Period>
{
    private const string Format = "yyyy-MM";

    private Period(DateTimeOffset start) => Start = start;

    /// <summary>Its first instant.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>The first instant behind it.</summary>
    public DateTimeOffset End => Start.AddMonths(1);

    /// <summary>Such as "2026-11".</summary>
    public string Name => Start.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>The month behind it.</summary>
    public Period Next => new(End);

    /// <summary>The month before it.</summary>
    public Period Previous => new(Start.AddMonths(-1));

    /// <summary>The month of an instant.</summary>
    public static Period Of(DateTimeOffset time) => new(new DateTimeOffset(time.UtcDateTime.Year, time.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>The month of a name; null when it is none. Years before 2000 and behind 2999 are mistakes.</summary>
    public static Period? Parse(string name) =>
        name.StartsWith('2') && DateTimeOffset.TryParseExact(name, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start) ? new Period(start) : null;

    public int CompareTo(Period other) => Start.CompareTo(other.Start);

    public static bool operator <(Period left, Period right) => left.CompareTo(right) < 0;

    public static bool operator >(Period left, Period right) => left.CompareTo(right) > 0;

    public static bool operator <=(Period left, Period right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Period left, Period right) => left.CompareTo(right) >= 0;
}
