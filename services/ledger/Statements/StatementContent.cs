using System.Security.Cryptography;
using System.Text;
using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Statements;

/// <summary>All that a statement of a range says, in one order. Its hash stands for it; docs/statements.md tells others how to compute that.</summary>
internal sealed record StatementContent(Guid WorkerId, string Currency, StatementRange Range, decimal Opening, IReadOnlyList<StatementLine> Lines)
{
    private const string Version = "factoryflow-statement-1";
    private const int BytesOfCode = 20;

    /// <summary>How many digits a code has.</summary>
    public const int LengthOfCode = 2 * BytesOfCode;

    /// <summary>What its last line left.</summary>
    public decimal Closing => Lines.Count == 0 ? Opening : Lines[^1].BalanceAfter;

    /// <summary>What was owed to the worker, together.</summary>
    public decimal Credits => Lines.Where(l => l.Amount > 0m).Sum(l => l.Amount);

    /// <summary>What was paid to the worker, together; above zero.</summary>
    public decimal Debits => -Lines.Where(l => l.Amount < 0m).Sum(l => l.Amount);

    /// <summary>Stands for all that it says.</summary>
    public byte[] Hash() => LineHash.Of(
    [
        Version, WorkerId.ToString(), Currency, LineHash.Time(Range.From), LineHash.Time(Range.To), Wire.Amount(Opening), Wire.Amount(Closing),
        .. Lines.Select(l => LineHash.Hex(LineHash.Of(
            l.EntryId.ToString(), l.Type, l.Currency, Wire.Amount(l.Amount), Wire.Amount(l.BalanceAfter), LineHash.Time(l.EffectiveTime), LineHash.Time(l.BookedTime), l.Description))),
    ]);

    /// <summary>
    /// The code that a statement is verified with: its hash under the account's own random key, so that who knows all that a statement
    /// says still cannot tell its code.
    /// </summary>
    public static string CodeOf(byte[] hash, Guid key) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key.ToString()), hash)[..BytesOfCode]);

    /// <summary>What is kept of a code, to find the statement by.</summary>
    public static byte[] Seal(string code) => LineHash.Of(code);
}

/// <summary>A line as a statement says it; debits are below zero.</summary>
internal sealed record StatementLine(
    Guid EntryId, string Type, string Currency, decimal Amount, decimal BalanceAfter, DateTimeOffset EffectiveTime, DateTimeOffset BookedTime, string Description);
