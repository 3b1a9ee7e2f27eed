using FactoryFlow.Identity.Clients;
using FactoryFlow.Identity.Keys;
using FactoryFlow.Identity.Permissions;
using FactoryFlow.Identity.Users;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Identity.ApiKeys;

/// <summary>The RPCs on keys of programs, one file each.</summary>
internal sealed partial class ApiKeyService(TenantDb db, FactoryClient factories, JwtSigner signer, TimeProvider clock) : V1.ApiKeyService.ApiKeyServiceBase
{
    private static Refusal NotFound(Guid id) => Reasons.ApiKeyNotFound.Refuse($"There is no API key {id}.");

    // Nobody makes a key that opens what they do not hold themselves. Asks tenancy about factories that only an administrator's right opens.
    private async Task RequireHeld(ServerCallContext context, Grants known, ApiKeyRow key)
    {
        var caller = context.Caller();
        var permissions = PermissionSet.Granting(key.Permissions);
        var authority = Authority.Of(caller, known);
        authority.Require(permissions, "The key");
        // The caller's denials go into its tokens along with it.
        Soundness.RequireRoom(permissions with { Denials = caller.Denials });

        foreach (var access in key.FactoryAccess)
        {
            if (authority.Reaches(access)) continue;
            if (!authority.HoldsEveryFactory)
                throw Reasons.PermissionNotHeld.Refuse($"You hold neither {Authority.EveryFactory} nor as much access to the factory {access.FactoryId}: a key opens no more than who makes it.", "factories");
            await factories.Require(access.FactoryId, context.CancellationToken, "factories");
        }
    }
}
