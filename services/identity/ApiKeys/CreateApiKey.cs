using FactoryFlow.Identity.Users;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Identity.ApiKeys;

internal sealed partial class ApiKeyService
{
    private const int LongestName = 100;

    public override Task<V1.ApiKey> CreateApiKey(CreateApiKeyRequest request, ServerCallContext context)
    {
        var (check, today) = (new Check(), clock.GetUtcNow());
        var name = check.Text("name", request.Name, 1, LongestName);
        var permissions = ApiKey.CheckPermissions(check, request.Permissions);
        var opened = ApiKey.CheckFactories(check, request.Factories);
        DateTimeOffset? expire = request.ExpireTime is null ? null : ApiKey.CheckExpiry(check, request.ExpireTime, today);
        check.Done();

        return db.Write(context, request, async tx =>
        {
            var (caller, text) = (context.Caller(), ApiKeyText.New(tx.TenantId));
            UserStore.TakeTurn(tx);
            var known = UserStore.AskGrants(tx, caller.Subject);
            await tx.Flush();
            var key = new ApiKeyRow(
                tx.NewId(), name, text.Prefix, text.Secret.Hash, permissions, opened, caller.Subject, IsOwnerActive: true, Version: 1,
                tx.Now, tx.Now, expire ?? tx.Now + ApiKey.Lifetime, LastUseTime: null, RevokeTime: null);
            await RequireHeld(context, known, key);

            ApiKeyStore.Add(tx, key);
            var message = key.ToMessage(tx.Now);
            tx.Audit("api_key.created", "api_key", key.Id, Changes.Between(null, message));
            message.ApiKey_ = text.Text;
            return message;
        });
    }
}
