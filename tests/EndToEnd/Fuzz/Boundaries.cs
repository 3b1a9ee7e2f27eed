using System.Globalization;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.EndToEnd.Tests.Fuzz;

/// <summary>Numbers at which something ends: what fits into 64 bits, into 32, and into what JavaScript calls a number.</summary>
internal static class Boundaries
{
    public static long[] Numbers { get; } = [long.MaxValue, long.MinValue, int.MaxValue, int.MinValue, 1L << 53, -(1L << 53)];

    public static string[] Texts { get; } = [.. Numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))];

    /// <summary>The same as a list would give them out, where it goes by a number, or by one among others.</summary>
    public static string[] PageTokens { get; } =
    [
        .. Numbers.Select(PageToken.After), .. Texts.Select(text => PageToken.After($"{text}.{text}.{text}")), .. Texts.Select(text => PageToken.After($"{text}:{Guid.Empty}")),
        PageToken.After(""), PageToken.After("0001-01"), PageToken.After("2000-01"), PageToken.After("9999-12-31.EUR.2147483647"),
    ];
}
