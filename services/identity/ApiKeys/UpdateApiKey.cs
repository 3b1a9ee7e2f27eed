using FactoryFlow.Identity.Permissions;
using FactoryFlow.Identity.Users;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Identity.ApiKeys;

internal sealed partial class ApiKeyService
{
    public override Task<V1.ApiKey> UpdateApiKey(UpdateApiKeyRequest request, ServerCallContext context)
    {
        var (check, today) = (new Check(), clock.GetUtcNow());
        var id = check.Id("api_key_id", request.ApiKeyId);
        var mask = UpdateMask.Of(check, request, "name", "permissions", "factories", "expire_time");
        var name = mask.Has("name") ? check.Text("name", request.Name, 1, LongestName) : null;
        var permissions = mask.Has("permissions") ? ApiKey.CheckPermissions(check, request.Permissions) : null;
        var opened = mask.Has("factories") ? ApiKey.CheckFactories(check, request.Factories) : null;
        DateTimeOffset? expire = mask.Has("expire_time") ? ApiKey.CheckExpiry(check, request.ExpireTime, today) : null;
        check.Done();

        return db.Write(context, request, async tx =>
        {
            var caller = context.Caller();
            UserStore.TakeTurn(tx);
            var (found, known) = (ApiKeyStore.Ask(tx, id), UserStore.AskGrants(tx, caller.Subject));
            await tx.Flush();
            var before = found.First ?? throw NotFound(id);
            Etag.Require(request.Etag, before.Version);
            if (before.RevokeTime is not null) throw Reasons.ApiKeyRevoked.Refuse("The key was revoked for good. Make another one.");
            Authority.Of(caller, known).Require(PermissionSet.Granting(before.Permissions), "The key");

            var after = before with
            {
                Name = name ?? before.Name, Permissions = permissions ?? before.Permissions, Factories = opened ?? before.Factories, ExpireTime = expire ?? before.ExpireTime,
                OwnerId = caller.Subject, IsOwnerActive = true, Version = before.Version + 1, UpdateTime = tx.Now,
            };
            await RequireHeld(context, known, after);
            ApiKeyStore.Save(tx, after);
            tx.Audit("api_key.updated", "api_key", id, Changes.Between(before.ToMessage(tx.Now), after.ToMessage(tx.Now)));
            return after.ToMessage(tx.Now);
        });
    }
}
