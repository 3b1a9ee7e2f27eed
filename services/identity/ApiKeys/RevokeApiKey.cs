using FactoryFlow.Identity.Cutoffs;
using FactoryFlow.Identity.Users;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FactoryFlow.Identity.ApiKeys;

internal sealed partial class ApiKeyService
{
    public override Task<Empty> RevokeApiKey(RevokeApiKeyRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("api_key_id", request.ApiKeyId);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            UserStore.TakeTurn(tx);
            var found = ApiKeyStore.Ask(tx, id);
            await tx.Flush();
            var before = found.First ?? throw NotFound(id);
            if (before.RevokeTime is not null) return new Empty();

            var after = before with { RevokeTime = tx.Now, Version = before.Version + 1, UpdateTime = tx.Now };
            // Its tokens name the key in place of a session.
            CutoffStore.OfSession(tx, id);
            ApiKeyStore.Save(tx, after);
            tx.Audit("api_key.revoked", "api_key", id, Changes.Between(before.ToMessage(tx.Now), after.ToMessage(tx.Now)));
            return new Empty();
        });
    }
}
