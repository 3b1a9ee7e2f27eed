namespace FactoryFlow.Ledger.Entries;

/// <summary>The exact opposite of an entry that is taken back, linked to it; nothing that was booked is touched.</summary>
internal static class Reversal
{
    /// <summary>What the type of an entry made by this rule ends with, behind the type that it takes back.</summary>
    public const string TypeEnd = "_REVERSAL";

    /// <summary>Where the opposite of an entry comes from: an entry is reversed once.</summary>
    public static string SourceOf(Guid entryId) => $"reversal:{entryId}";

    /// <summary>The opposite of a posting, effective when it was taken back.</summary>
    public static Posting Of(Posting posting, Guid entryId, DateTimeOffset effectiveTime, string reason) => posting with
    {
        EntryId = entryId,
        Type = posting.Type + TypeEnd,
        Source = SourceOf(posting.EntryId),
        CorrectsEntryId = posting.EntryId,
        EffectiveTime = effectiveTime,
        Effect = posting.Effect == Effect.Covers ? Effect.Uncovers : Effect.TakesBack,
        Description = $"Taken back ({reason}): {posting.Description}",
        Lines = [.. posting.Lines.Select(l => l.Opposite)],
    };
}
