using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;
using Status = FactoryFlow.Ledger.V1.StatementVerification.Types.Status;

namespace FactoryFlow.Ledger.Statements;

/// <summary>A statement as it was given out.</summary>
internal sealed record IssuedStatement(
    Guid TenantId, Guid WorkerId, DateTimeOffset FromTime, DateTimeOffset ToTime, Guid Id, string Currency, long AfterSequence, long LastSequence, decimal OpeningBalance,
    decimal ClosingBalance, decimal Credits, decimal Debits, byte[] Hash, DateTimeOffset IssueTime)
{
    public StatementRange Range => new(FromTime, ToTime);

    public LineRange Lines => new(AfterSequence, LastSequence);

    /// <summary>A statement that is being given out.</summary>
    public static IssuedStatement Of(TenantTx tx, StatementContent content, LineRange lines) => new(
        tx.TenantId, content.WorkerId, content.Range.From, content.Range.To, tx.NewId(), content.Currency, lines.After, lines.Last, content.Opening, content.Closing,
        content.Credits, content.Debits, content.Hash(), tx.Now);

    /// <summary>Whether the books say what they said. It is the code that vouches for it, not what is kept: that could have been changed, too.</summary>
    public bool Stands(StatementContent now, Guid key, string code) => StatementContent.CodeOf(now.Hash(), key) == code
        && (OpeningBalance, ClosingBalance, Credits, Debits, Lines.Last - Lines.After) == (now.Opening, now.Closing, now.Credits, now.Debits, now.Lines.Count)
        && Hash.AsSpan().SequenceEqual(now.Hash());

    public StatementVerification ToMessage(bool stands) => new()
    {
        Status = stands ? Status.Matches : Status.NoLongerMatches,
        WorkerId = WorkerId.ToString(),
        From = Wire.Time(FromTime),
        To = Wire.Time(ToTime),
        OpeningBalance = Wire.Money(OpeningBalance, Currency),
        ClosingBalance = Wire.Money(ClosingBalance, Currency),
        Credits = Wire.Money(Credits, Currency),
        Debits = Wire.Money(Debits, Currency),
        EntryCount = LastSequence - AfterSequence,
        Hash = LineHash.Hex(Hash),
        IssueTime = Wire.Time(IssueTime),
    };
}
