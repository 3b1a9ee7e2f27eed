using FactoryFlow.Ledger.V1;

namespace FactoryFlow.Ledger.Reconciliation;

/// <summary>What a page of comparing came to.</summary>
internal sealed record Compared(IReadOnlyList<WageFinding> Findings, int Reports, int Entries, int Underway, string NextPageToken);
