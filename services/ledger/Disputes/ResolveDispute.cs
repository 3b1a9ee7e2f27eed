using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.Disputes;

internal sealed partial class DisputeService
{
    private const int MostEntries = 20;

    public override Task<Dispute> ResolveDispute(ResolveDisputeRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("dispute_id", request.DisputeId);
        var message = Message(check, request.Message);
        IReadOnlyList<Guid> entryIds = check.AtMost("entry_ids", request.EntryIds.Count, MostEntries)
            ? [.. request.EntryIds.Select((entry, i) => check.Id(FormattableString.Invariant($"entry_ids[{i}]"), entry))] : [];
        check.Done();
        return Go(context, request, id, Dispute.Types.Status.Resolved, message, entryIds);
    }
}
