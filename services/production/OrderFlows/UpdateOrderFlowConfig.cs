using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.ServiceCategories;
using FactoryFlow.Production.V1;
using Google.Protobuf;
using Grpc.Core;

namespace FactoryFlow.Production.OrderFlows;

internal sealed partial class OrderFlowService
{
    public override Task<OrderFlowConfig> UpdateOrderFlowConfig(UpdateOrderFlowConfigRequest request, ServerCallContext context)
    {
        var check = new Check();
        Guid? categoryId = request.CategoryId.Length > 0 ? check.Id("category_id", request.CategoryId) : null;
        check.That(request.Flow is not null || request.HasIsActive, "flow", "is required, or isActive");
        if (request.Flow is { } asked) new FlowRules(check, gates.Names).Check(asked);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            // Known here from now on, so that it can be locked.
            await states.Of(tx, context.CancellationToken);
            FlowStore.Lock(tx);
            var category = CategoryStore.AskKnown(tx, categoryId);
            var rows = FlowStore.AskNewest(tx, categoryId);
            await tx.Flush();
            CategoryStore.Require(category, categoryId);
            var before = rows.Rows.FirstOrDefault(r => r.IsOwn && r.CategoryId == categoryId);
            Etag.Require(request.Etag, before?.Version ?? 0);
            var after = Next(tx, before, categoryId, request, context.Caller().Subject);
            FlowStore.Add(tx, after);
            var message = after.ToMessage();
            var orphaned = FlowStore.AskOrphaned(tx, categoryId, [.. FlowInForce.Statuses(message.Flow)]);
            await tx.Flush();
            tx.Audit("order_flow.updated", "order_flow", after.Id, Changes.Between(before?.ToMessage(), message));
            message.OrphanedStatuses.AddRange(orphaned.Rows);
            return message;
        });
    }

    private static FlowRow Next(TenantTx tx, FlowRow? before, Guid? categoryId, UpdateOrderFlowConfigRequest request, Guid actor)
    {
        var check = new Check();
        check.That(request.Flow is not null || before is not null, "flow", "is required: none was written yet");
        check.Done();
        return new FlowRow(
            tx.NewId(), categoryId, (before?.Version ?? 0) + 1, request.HasIsActive ? request.IsActive : before?.IsActive ?? true,
            request.Flow is { } flow ? JsonFormatter.Default.Format(flow) : before!.Flow, actor, tx.Now);
    }
}
