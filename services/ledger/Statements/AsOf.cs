using FactoryFlow.Platform.Errors;
using Google.Protobuf.WellKnownTypes;
using Basis = FactoryFlow.Ledger.V1.GetWorkerBalanceRequest.Types.Basis;

namespace FactoryFlow.Ledger.Statements;

/// <summary>The time that books are read at.</summary>
/// <param name="Time">With everything up to it, itself included.</param>
/// <param name="Basis">Whether that is when it happened or when it was written down.</param>
internal readonly record struct AsOf(DateTimeOffset Time, Basis Basis)
{
    /// <summary>After everything that is ever booked.</summary>
    public static readonly DateTimeOffset Latest = new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero);

    // Clocks of several instances differ by less.
    private static readonly TimeSpan Drift = TimeSpan.FromMinutes(1);

    /// <summary>The first instant that does not count any more; the database keeps whole microseconds.</summary>
    public DateTimeOffset End => Time.AddTicks(TimeSpan.TicksPerMicrosecond);

    /// <summary>Where its month, day, hour and minute begin.</summary>
    public (DateTimeOffset Month, DateTimeOffset Day, DateTimeOffset Hour, DateTimeOffset Minute) Starts =>
        (new(Time.Year, Time.Month, 1, 0, 0, 0, TimeSpan.Zero), Whole(TimeSpan.TicksPerDay), Whole(TimeSpan.TicksPerHour), Whole(TimeSpan.TicksPerMinute));

    /// <summary>
    /// Between which ids the entries lie that were booked in its minute so far: ids begin with when their transaction did, and an
    /// entry is never booked before that, only later where another instance's clock was ahead.
    /// </summary>
    public (Guid From, Guid Before) Ids => (FirstId(Starts.Minute - Drift), FirstId(Time.AddMilliseconds(1)));

    /// <summary>The time of a request; null for now.</summary>
    public static AsOf? Of(Check check, Timestamp? time, Basis basis)
    {
        CheckBasis(check, basis);
        return time is null ? null : new AsOf(check.Time("as_of", time, DateTimeOffset.UnixEpoch, Latest), basis);
    }

    /// <summary>Refuses a basis that is none.</summary>
    public static void CheckBasis(Check check, Basis basis) =>
        check.That(basis is Basis.Unspecified or Basis.Booked or Basis.Effective, "basis", "must be BOOKED or EFFECTIVE");

    private static Guid FirstId(DateTimeOffset time)
    {
        const int BitsBehind = 16;
        var milliseconds = Math.Max(0, time.ToUnixTimeMilliseconds());
        return new Guid(unchecked((int)(milliseconds >> BitsBehind)), unchecked((short)milliseconds), 0, new byte[8]);
    }

    private DateTimeOffset Whole(long ticks) => new(Time.UtcTicks - (Time.UtcTicks % ticks), TimeSpan.Zero);
}
