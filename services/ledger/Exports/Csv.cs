using System.Buffers;
using System.Globalization;
using System.Text;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Exports;

/// <summary>Values as cells of a CSV file: RFC 4180, and no text that a person entered is a formula to a spreadsheet.</summary>
internal static class Csv
{
    /// <summary>What a file is answered as.</summary>
    public const string MediaType = "text/csv; charset=utf-8";

    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    /// <summary>A text that a person entered: an apostrophe before what a spreadsheet would take for the start of a formula.</summary>
    public static string Entered(string? text) => text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + text : text ?? "";

    /// <summary>An amount, with a point and four digits behind it.</summary>
    public static string Amount(decimal? amount) => amount is { } some ? Wire.Amount(some) : "";

    /// <summary>A rate of exchange, with a point and ten digits behind it.</summary>
    public static string Rate(decimal? rate) => rate is { } some ? ExchangeRates.ExchangeRate.Text(some) : "";

    /// <summary>A whole number.</summary>
    public static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <summary>An id.</summary>
    public static string Id(Guid? id) => id?.ToString() ?? "";

    /// <summary>Adds a row.</summary>
    public static void Write(StringBuilder file, IEnumerable<string> cells)
    {
        var isFirst = true;
        foreach (var cell in cells)
        {
            if (!isFirst) file.Append(',');
            isFirst = false;
            if (cell.AsSpan().ContainsAny(Quoted)) file.Append('"').Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
            else file.Append(cell);
        }

        file.Append("\r\n");
    }
}
