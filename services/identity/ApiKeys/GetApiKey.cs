using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Identity.ApiKeys;

internal sealed partial class ApiKeyService
{
    public override Task<V1.ApiKey> GetApiKey(GetApiKeyRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("api_key_id", request.ApiKeyId);
        check.Done();
        return db.Read(context, async tx =>
        {
            var found = ApiKeyStore.Ask(tx, id);
            await tx.Flush();
            return found.First?.ToMessage(tx.Now) ?? throw NotFound(id);
        });
    }
}
