using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Messages;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Platform.Operations;

public sealed partial class OperationsSource
{
    /// <inheritdoc />
    public override Task<ReemitFactsResponse> ReemitServiceFacts(ReemitServiceFactsRequest request, ServerCallContext context) =>
        _db.Through(context, Door.Relay, async tx =>
        {
            var reemitted = await tx.All<int>($"""
                update outbox set type = substr(type, {OutboxRelay.UnreadableMark.Length + 1}) where starts_with(type, {OutboxRelay.UnreadableMark}) returning 1
                """);
            if (reemitted.Count > 0) tx.Audit("outbox.reemitted", "outbox", Guid.Empty, new Json($"{{\"after\":{{\"facts\":{reemitted.Count}}}}}"));
            return new ReemitFactsResponse { ReemittedFacts = reemitted.Count };
        });
}
