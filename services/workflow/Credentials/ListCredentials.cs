using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.V1;
using Grpc.Core;

namespace FactoryFlow.Workflow.Credentials;

internal sealed partial class CredentialService
{
    public override Task<ListCredentialsResponse> ListCredentials(ListCredentialsRequest request, ServerCallContext context)
    {
        var check = new Check();
        var size = check.PageSize(request.PageSize);
        check.Done();
        var before = PageToken.Id(request.PageToken) ?? Guid.AllBitsSet;
        return db.Read(context, async tx =>
        {
            var rows = await tx.All<CredentialRow>($"{CredentialStore.Shown()} where tenant_id = {tx.TenantId} and id < {before} order by id desc limit {size + 1}");
            var response = new ListCredentialsResponse { NextPageToken = rows.Count > size ? PageToken.After(rows[size - 1].Id.ToString()) : "" };
            response.Credentials.AddRange(rows.Take(size).Select(row => row.ToMessage()));
            return response;
        });
    }
}
