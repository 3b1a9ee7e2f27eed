using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Accounts;

/// <summary>
/// The chain over a worker's lines: each line's hash covers what the line says and the hash before it, so that no line can be
/// changed, left out or put in between without every later hash saying so. docs/statements.md tells others how to compute it.
/// </summary>
internal static class LineHash
{
    private const string Version = "factoryflow-line-1";

    /// <summary>What the first line is chained to: 32 zero bytes.</summary>
    public static readonly byte[] Start = new byte[SHA256.HashSizeInBytes];

    /// <summary>The hash of a line behind <paramref name="previous" />.</summary>
    public static byte[] Of(byte[] previous, in HashedLine line) => Of(
        Version, Hex(previous), line.WorkerId.ToString(), line.Sequence.ToString(CultureInfo.InvariantCulture), line.EntryId.ToString(), line.Type,
        line.Currency, Wire.Amount(line.Amount), Wire.Amount(line.BalanceAfter), Time(line.EffectiveTime), Time(line.BookedTime), line.Description);

    /// <summary>SHA-256 over texts with a line feed between them, in UTF-8.</summary>
    public static byte[] Of(params ReadOnlySpan<string> texts) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', texts!)));

    /// <summary>A hash as it is shown.</summary>
    public static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);

    /// <summary>An instant as it is hashed: UTC with six decimals.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}

/// <summary>What of a worker's line the hash covers; debits are below zero.</summary>
internal readonly record struct HashedLine(
    Guid WorkerId, long Sequence, Guid EntryId, string Type, string Currency, decimal Amount, decimal BalanceAfter,
    DateTimeOffset EffectiveTime, DateTimeOffset BookedTime, string Description);
