using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.Instances;
using FactoryFlow.Workflow.V1;
using Grpc.Core;

namespace FactoryFlow.Workflow.Activities;

internal sealed partial class ActivityService
{
    public override Task<ListActivitiesResponse> ListActivities(ListActivitiesRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("instance_id", request.InstanceId);
        var size = check.PageSize(request.PageSize);
        check.Done();
        var after = (int)Math.Clamp(PageToken.Number(request.PageToken) ?? 0, 0, int.MaxValue);
        return db.Read(context, async tx =>
        {
            var instances = tx.Ask<int>($"select 1 from instances where tenant_id = {tx.TenantId} and id = {id}");
            var found = ActivityStore.AskBehind(tx, id, after, size + 1);
            await tx.Flush();
            if (instances.Rows.Count == 0) throw InstanceStore.NotFound(id);
            var response = new ListActivitiesResponse { NextPageToken = found.Rows.Count > size ? PageToken.After(found.Rows[size - 1].Number) : "" };
            response.Activities.AddRange(found.Rows.Take(size).Select(activity => activity.ToMessage(tx.RealNow)));
            return response;
        });
    }
}
