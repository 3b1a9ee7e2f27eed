using System.Globalization;
using FactoryFlow.Common.V1;
using Google.Protobuf.WellKnownTypes;

namespace FactoryFlow.Platform.Data;

/// <summary>How stored values stand in messages.</summary>
public static class Wire
{
    /// <summary>An amount with its four decimals: "12.5000".</summary>
    public static string Amount(decimal amount) => amount.ToString("0.0000", CultureInfo.InvariantCulture);

    /// <summary>An amount with its currency.</summary>
    public static Money Money(decimal amount, string currency) => new() { Amount = Amount(amount), Currency = currency };

    /// <summary>An amount with its currency; null when there is none.</summary>
    public static Money? Money(decimal? amount, string currency) => amount is { } a ? Money(a, currency) : null;

    /// <summary>An instant; null when there is none.</summary>
    public static Timestamp? Time(DateTimeOffset? time) => time is { } t ? Timestamp.FromDateTimeOffset(t) : null;
}
