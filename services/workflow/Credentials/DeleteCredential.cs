using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FactoryFlow.Workflow.Credentials;

internal sealed partial class CredentialService
{
    public override Task<Empty> DeleteCredential(DeleteCredentialRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("credential_id", request.CredentialId);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var deleted = await CredentialStore.Delete(tx, id) ?? throw Reasons.CredentialNotFound.Refuse($"There is no credential {id}.", "credential_id");
            tx.Audit("credential.deleted", "credential", id, Changes.Between(deleted.ToMessage(), null));
            return new Empty();
        });
    }
}
