using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Administration;

internal sealed partial class TenantAdministrationService
{
    public override Task<Empty> DeleteTenant(DeleteTenantRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("tenant_id", request.TenantId);
        check.Done();
        return db.Write(context, id, request, async tx =>
        {
            await Change(tx, request.Etag, "tenant.closed", TenantLife.Closed);
            return new Empty();
        });
    }
}
