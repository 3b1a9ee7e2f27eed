using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.TenantConfigs;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Factories;

internal sealed partial class FactoryService
{
    public override Task<ListFactoriesResponse> ListFactories(ListFactoriesRequest request, ServerCallContext context)
    {
        var check = new Check();
        var size = check.PageSize(request.PageSize);
        check.Done();
        var after = PageToken.Key(request.PageToken) ?? "";
        var reach = Reach(context);
        return db.Read(context, async tx =>
        {
            if (request.PageSize == 0) size = await TenantConfigStore.PageSize(tx) ?? size;
            var rows = await tx.All<FactoryRow>($"""
                select id, code, name, name_en, name_cn, version, create_time, update_time from factories
                where tenant_id = {tx.TenantId} and code > {after} and ({reach}::uuid[] is null or id = any({reach})) order by code limit {size + 1}
                """);
            var response = new ListFactoriesResponse { NextPageToken = rows.Count > size ? PageToken.After(rows[size - 1].Code) : "" };
            response.Factories.AddRange(rows.Take(size).Select(r => r.ToMessage()));
            return response;
        });
    }
}
