using System.Security.Cryptography;
using FactoryFlow.Identity.Users;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;
using Status = FactoryFlow.Identity.V1.ApiKey.Types.Status;

namespace FactoryFlow.Identity.ApiKeys;

internal sealed partial class ApiKeyService
{
    public override async Task<ExchangeApiKeyResponse> ExchangeApiKey(ExchangeApiKeyRequest request, ServerCallContext context)
    {
        if (ApiKeyText.TryRead(request.ApiKey) is not { } shown) throw Refused();
        return await db.As(context, shown.Secret.TenantId, async tx =>
        {
            var key = await Find(tx, shown) ?? throw Refused();
            if (key.Row.LastUseTime is not { } last || last + ApiKey.UseIsNewsAfter <= tx.Now) ApiKeyStore.Used(tx, key.Row.Id);
            return new ExchangeApiKeyResponse { AccessToken = signer.Sign(key, tx.Now), ExpireTime = Wire.Time(key.TokenExpiry(tx.Now)) };
        });
    }

    private static async Task<ApiKey?> Find(TenantTx tx, ApiKeyText shown)
    {
        // An unknown prefix is compared, too: what is wrong with a key shows in nothing.
        var row = await ApiKeyStore.Find(tx, shown.Prefix);
        var isRight = CryptographicOperations.FixedTimeEquals(row?.KeyHash ?? new byte[SHA256.HashSizeInBytes], shown.Secret.Hash);
        if (!isRight || row?.StatusAt(tx.Now) is not Status.Active || row.OwnerId is not { } owner) return null;
        var known = UserStore.AskGrants(tx, owner);
        await tx.Flush();
        return known.Find(owner) is { IsActive: true } user ? new ApiKey(row, user) : null;
    }

    private static Refusal Refused() => Reasons.ApiKeyRefused.Refuse("The API key is unknown, has expired or was revoked.");
}
