using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Identity.ApiKeys;

internal sealed partial class ApiKeyService
{
    public override Task<ListApiKeysResponse> ListApiKeys(ListApiKeysRequest request, ServerCallContext context)
    {
        var check = new Check();
        var size = check.PageSize(request.PageSize);
        check.Done();
        var before = PageToken.Id(request.PageToken) ?? Guid.AllBitsSet;
        return db.Read(context, async tx =>
        {
            var rows = await tx.All<ApiKeyRow>($"""
                select k.id, k.name, k.prefix, k.key_hash, k.permissions, k.factories, k.owner_id, coalesce(u.status = 'ACTIVE', false) as is_owner_active, k.version,
                    k.create_time, k.update_time, k.expire_time, k.last_use_time, k.revoke_time
                from api_keys k left join users u on u.tenant_id = k.tenant_id and u.id = k.owner_id
                where k.tenant_id = {tx.TenantId} and k.id < {before} order by k.id desc limit {size + 1}
                """);
            var response = new ListApiKeysResponse { NextPageToken = rows.Count > size ? PageToken.After(rows[size - 1].Id.ToString()) : "" };
            response.ApiKeys.AddRange(rows.Take(size).Select(row => row.ToMessage(tx.Now)));
            return response;
        });
    }
}
