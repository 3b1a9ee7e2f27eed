using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Production.Workers;

internal sealed partial class WorkerService
{
    public override Task<ListWorkersResponse> ListWorkers(ListWorkersRequest request, ServerCallContext context)
    {
        var check = new Check();
        var size = check.PageSize(request.PageSize);
        check.Done();
        var after = PageToken.Key(request.PageToken) ?? "";
        return db.Read(context, async tx =>
        {
            var rows = await tx.All<WorkerRow>($"""
                select id, code, name, phone from workers
                where tenant_id = {tx.TenantId} and code > {after} order by code limit {size + 1}
                """);
            var response = new ListWorkersResponse { NextPageToken = rows.Count > size ? PageToken.After(rows[size - 1].Code) : "" };
            response.Workers.AddRange(rows.Take(size).Select(r => r.ToMessage()));
            return response;
        });
    }
}
