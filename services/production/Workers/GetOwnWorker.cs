using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Production.Workers;

internal sealed partial class WorkerService
{
    public override Task<GetOwnWorkerResponse> GetOwnWorker(GetOwnWorkerRequest request, ServerCallContext context)
    {
        var check = new Check();
        var tenant = check.Id("tenant_id", request.TenantId);
        check.Done();
        context.RequireOwnTenant(tenant);
        return db.Read(context, async tx =>
        {
            var own = Reach.AskOwn(tx, context);
            await tx.Flush();
            return new GetOwnWorkerResponse { WorkerId = own.Rows is [var id] ? id.ToString() : "" };
        });
    }
}
