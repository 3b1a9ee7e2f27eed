using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Messages;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;
using static FactoryFlow.Options.V1.Access.Types;

namespace FactoryFlow.Tenancy.Tenants;

internal sealed partial class TenantStateService
{
    public override async Task<TenantState> GetTenantState(GetTenantStateRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("tenant_id", request.TenantId);
        check.Done();
        var caller = context.Caller();
        if (caller.Kind != Kind.Platform && id != caller.TenantId) throw NotFound(id);
        var tenant = await db.Read(context, id, async tx =>
        {
            var tenants = TenantStore.Ask(tx, [id]);
            await tx.Flush();
            return tenants.First?.ToFact(tx.NewId(), tx.Now);
        });
        return tenant is { Status: not "PROVISIONING" } ? new TenantState { Fact = FactJson.Write(tenant) } : throw NotFound(id);
    }

    private static Refusal NotFound(Guid id) => Reasons.TenantNotFound.Refuse($"There is no tenant {id}.", "tenant_id");
}
