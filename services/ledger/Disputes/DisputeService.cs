using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Google.Protobuf;
using Grpc.Core;

namespace FactoryFlow.Ledger.Disputes;

/// <summary>The RPCs on disputes, one file each.</summary>
internal sealed partial class DisputeService(TenantDb db) : V1.DisputeService.DisputeServiceBase
{
    private const int LongestMessage = 2000;

    private static string Message(Check check, string message) => check.Text("message", message, 1, LongestMessage);

    // What answering, resolving and withdrawing have in common.
    private Task<Dispute> Go(ServerCallContext context, IMessage request, Guid id, Dispute.Types.Status to, string message, IReadOnlyList<Guid> entryIds) =>
        db.Write(context, request, async tx =>
        {
            var dispute = await DisputeStore.Lock(tx, id);
            dispute.RequireGoingOn();
            await DisputeStore.RequireLines(tx, dispute.WorkerId, entryIds, i => FormattableString.Invariant($"entry_ids[{i}]"));
            DisputeStore.Add(tx, id, to, message, context.Caller().Subject, entryIds);
            var after = await DisputeStore.Read(tx, id);
            tx.Audit($"dispute.{EnumText.Of(to).ToLowerInvariant()}", "dispute", id, Changes.Between(dispute.ToMessage([]), after));
            return after;
        });
}
