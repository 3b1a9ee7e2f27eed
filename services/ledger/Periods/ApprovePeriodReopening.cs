using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.Periods;

internal sealed partial class PeriodService
{
    public override async Task<V1.Period> ApprovePeriodReopening(ApprovePeriodReopeningRequest request, ServerCallContext context)
    {
        var check = new Check();
        var reopening = check.Id("reopening_id", request.ReopeningId);
        var period = await Named(request.Period, check, context);
        RequirePerson(context, period);
        return await db.Write(context, request, async tx =>
        {
            PeriodStore.Lock(tx);
            var books = await PeriodStore.Look(tx, period);
            books.RequireLastClosed();
            var seal = books.Seals[^1];
            if (seal.RequestedBy is null) throw Reasons.ReopeningNotRequested.Refuse($"Nobody asked for {period.Name} to be opened again: ask first, and let somebody else approve.");
            if (seal.ReopeningId != reopening) throw Reasons.ReopeningNotFound.Refuse($"This is not what was asked for last for {period.Name}: read why that was asked for, and approve that.");
            if (seal.RequestedBy == context.Caller().Subject)
                throw Reasons.SecondPersonRequired.Refuse($"You asked for {period.Name} to be opened again yourself: somebody else must approve.");

            PeriodStore.Open(tx, period, seal.Number, context.Caller().Subject);
            var opened = (await PeriodStore.Look(tx, period)).ToMessage();
            await PeriodStore.Audit(tx, "period.reopened", period, books.ToMessage(), opened);
            return opened;
        });
    }
}
