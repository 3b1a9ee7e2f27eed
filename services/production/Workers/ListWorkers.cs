using FactoryFlow.Platform.Auth;
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
        var search = check.Text("search", request.Search, 0, LongestName);
        check.Done();
        var after = PageToken.Key(request.PageToken) ?? "";
        Guid? user = context.Scope() == Scopes.All ? null : context.Caller().Subject;
        return db.Read(context, async tx =>
        {
            var rows = await tx.All<WorkerRow>($"""
                select id, code, name, phone, email, user_id, version, archive_time, create_time from workers
                where tenant_id = {tx.TenantId} and code > {after} and delete_time is null and ({request.IncludeArchived} or archive_time is null)
                    and ({user}::uuid is null or user_id = {user}::uuid)
                    and ({search} = '' or starts_with(lower(code), lower({search})) or starts_with(email, lower({search})) or position(lower({search}) in lower(name)) > 0)
                order by code limit {size + 1}
                """);
            var response = new ListWorkersResponse { NextPageToken = rows.Count > size ? PageToken.After(rows[size - 1].Code) : "" };
            response.Workers.AddRange(rows.Take(size).Select(r => r.ToMessage()));
            return response;
        });
    }
}
