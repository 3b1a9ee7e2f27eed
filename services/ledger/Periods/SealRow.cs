using System.Text.Json;
using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Periods;

/// <summary>A seal with who sealed, and with its reopening where there is one.</summary>
internal sealed record SealRow(
    int Number, byte[] PreviousHash, byte[] Hash, string Totals, DateTimeOffset SealTime, Guid SealedBy,
    Guid? RequestedBy, DateTimeOffset? RequestTime, string? Reason, Guid? ApprovedBy, DateTimeOffset? ApproveTime, Guid? ReopeningId)
{
    /// <summary>Totals as they are stored.</summary>
    public static Json ToJson(IReadOnlyList<TotalRow> totals) => new(JsonSerializer.Serialize(totals, JsonSerializerOptions.Web));

    public PeriodSeal ToMessage()
    {
        var message = new PeriodSeal
        {
            Number = Number,
            Hash = LineHash.Hex(Hash),
            PreviousHash = LineHash.Hex(PreviousHash),
            SealTime = Wire.Time(SealTime),
            SealedByUserId = SealedBy.ToString(),
            Reopening = RequestedBy is null ? null : new PeriodReopening
            {
                Id = ReopeningId.ToString(),
                RequestedByUserId = RequestedBy.ToString(),
                RequestTime = Wire.Time(RequestTime),
                Reason = Reason,
                ApprovedByUserId = ApprovedBy?.ToString() ?? "",
                ApproveTime = Wire.Time(ApproveTime),
            },
        };
        message.Totals.AddRange(JsonSerializer.Deserialize<List<TotalRow>>(Totals, JsonSerializerOptions.Web)!.Select(t => t.ToMessage()));
        return message;
    }
}
