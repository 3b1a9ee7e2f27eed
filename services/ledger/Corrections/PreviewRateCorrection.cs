using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.Corrections;

internal sealed partial class RateCorrectionService
{
    public override async Task<PreviewRateCorrectionResponse> PreviewRateCorrection(PreviewRateCorrectionRequest request, ServerCallContext context)
    {
        var now = await db.Now(context);
        var check = new Check();
        var changes = RateChanges.Of(check, request.Scope, now);
        var size = check.PageSize(request.PageSize);
        check.Done();
        var after = PageToken.Id(request.PageToken) ?? Guid.Empty;
        var complete = await rates.Complete(changes, context.CancellationToken);
        return await db.Read(context, async tx =>
        {
            var plan = await CorrectionPlan.Make(tx, complete);
            var page = plan.Lines.Where(l => l.EntryId.CompareTo(after) > 0).Take(size + 1).ToList();
            var response = new PreviewRateCorrectionResponse
            {
                LineCount = plan.Lines.Count, Workers = { plan.Workers }, Costs = { plan.Costs }, PreviewHash = plan.Hash, NextPageToken = page.Count > size ? PageToken.After(page[size - 1].EntryId.ToString()) : "",
            };
            response.Lines.AddRange(page.Take(size).Select(l => new CorrectedLine
            {
                EntryId = l.EntryId.ToString(), WorkerId = l.WorkerId.ToString(), Standing = Wire.Money(l.Standing, l.Currency),
                Corrected = Wire.Money(l.Corrected, l.Currency), Delta = Wire.Money(l.Delta, l.Currency),
            }));
            return response;
        });
    }
}
