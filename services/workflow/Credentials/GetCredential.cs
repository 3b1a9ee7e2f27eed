using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.V1;
using Grpc.Core;

namespace FactoryFlow.Workflow.Credentials;

internal sealed partial class CredentialService
{
    public override Task<Credential> GetCredential(GetCredentialRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("credential_id", request.CredentialId);
        check.Done();
        return db.Read(context, async tx =>
        {
            var found = await tx.One<CredentialRow>($"{CredentialStore.Shown()} where tenant_id = {tx.TenantId} and id = {id}");
            return found?.ToMessage() ?? throw Reasons.CredentialNotFound.Refuse($"There is no credential {id}.", "credential_id");
        });
    }
}
