using FactoryFlow.Ledger.Accounts;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.Payments;

internal sealed partial class PaymentService
{
    public override async Task<ListPaymentsResponse> ListPayments(ListPaymentsRequest request, ServerCallContext context)
    {
        var check = new Check();
        var asked = new PaymentFilter
        {
            WorkerId = request.WorkerId.Length == 0 ? null : check.Id("worker_id", request.WorkerId),
            From = request.FromTime is null ? DateTimeOffset.UnixEpoch : check.Time("from_time", request.FromTime, DateTimeOffset.UnixEpoch, PaymentFilter.End),
            To = request.ToTime is null ? PaymentFilter.End : check.Time("to_time", request.ToTime, DateTimeOffset.UnixEpoch, PaymentFilter.End),
            IsReversed = request.HasIsReversed ? request.IsReversed : null,
        };
        check.That(asked.From < asked.To, "to_time", "must be after from_time");
        var size = check.PageSize(request.PageSize);
        check.Done();
        var before = PageToken.Id(request.PageToken) ?? Guid.AllBitsSet;
        var reach = await Reach.Of(context, workers);
        if (asked.WorkerId is { } named) reach.Require(named);
        var filter = asked with { WorkerId = reach.Narrow(asked.WorkerId) };
        return await db.Read(context, async tx =>
        {
            // Nobody is paid who has no account.
            var accounts = AccountStore.Ask(tx, filter.WorkerId ?? Guid.Empty);
            var payments = PaymentStore.AskAll(tx, filter, before, size + 1);
            await tx.Flush();
            if (asked.WorkerId is { } worker && accounts.First is null) await workers.EmptyAccount(tx, worker, reach, context.CancellationToken);
            var page = payments.Rows.Take(size).ToList();
            var allocations = PaymentStore.AskAllocations(tx, [.. page.Select(p => p.Id)]);
            var exchanges = PaymentStore.AskExchanges(tx, [.. page.Select(p => p.Id)]);
            await tx.Flush();
            var (allocationsOf, exchangeOf) = (allocations.Rows.ToLookup(a => a.PaymentId), exchanges.Rows.ToDictionary(e => e.PaymentId));
            var response = new ListPaymentsResponse { NextPageToken = payments.Rows.Count > size ? PageToken.After(page[^1].Id.ToString()) : "" };
            response.Payments.AddRange(page.Select(p => p.ToMessage(allocationsOf[p.Id], [], exchangeOf.GetValueOrDefault(p.Id))));
            return response;
        });
    }
}
