using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.Corrections;

internal sealed partial class RateCorrectionService
{
    private const int LongestReason = 500, LengthOfHash = 64;

    public override async Task<RateCorrection> CreateRateCorrection(CreateRateCorrectionRequest request, ServerCallContext context)
    {
        var now = await db.Now(context);
        var check = new Check();
        var changes = RateChanges.Of(check, request.Scope, now);
        check.That(request.PreviewHash.Length == LengthOfHash && request.PreviewHash.All(char.IsAsciiHexDigitLower), "preview_hash", "is not one that a preview gave out");
        var reason = check.Text("reason", request.Reason, 1, LongestReason);
        check.Done();
        if (await db.FindAnswer<RateCorrection>(context, request) is { } before) return before;
        var complete = await rates.Complete(changes, context.CancellationToken);
        return await db.Write(context, request, async tx =>
        {
            await tx.Flush();
            var plan = await CorrectionPlan.Make(tx, complete);
            if (plan.Hash != request.PreviewHash)
                throw Reasons.PreviewOutdated.Refuse($"By now {plan.Lines.Count} lines would change, not as the preview showed: preview again.", "preview_hash");
            if (plan.Lines.Count == 0) throw Reasons.NothingToCorrect.Refuse("Every wage stands at these rates already.");

            var id = tx.NewId();
            CorrectionStore.Add(tx, id, reason, plan.Lines);
            var correction = (await CorrectionStore.Read(tx, id))!;
            tx.Audit("rate_correction.created", "rate_correction", id, Changes.Between(null, correction));
            return correction;
        });
    }
}
