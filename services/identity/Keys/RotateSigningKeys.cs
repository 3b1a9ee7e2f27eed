using FactoryFlow.Identity.V1;
using Grpc.Core;

namespace FactoryFlow.Identity.Keys;

internal sealed partial class KeyService
{
    public override async Task<V1.SigningKey> RotateSigningKeys(RotateSigningKeysRequest request, ServerCallContext context)
    {
        var key = await db.Write(context, request, async tx => (await turns.Rotate(tx)).ToMessage(signer: null, tx.Now));
        await keys.Refresh(context.CancellationToken);
        return key;
    }
}
