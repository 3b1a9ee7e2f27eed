using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Identity.Keys;

internal sealed partial class KeyService
{
    public override async Task<V1.SigningKey> WithdrawSigningKey(WithdrawSigningKeyRequest request, ServerCallContext context)
    {
        var check = new Check();
        var kid = check.Text("kid", request.Kid, 1, 100);
        check.Done();
        var key = await db.Write(context, request, async tx =>
        {
            KeyStore.Lock(tx);
            var row = await KeyStore.Find(tx, kid) ?? throw Reasons.SigningKeyNotFound.Refuse($"There is no signing key {kid}.");
            return (row.WithdrawTime is null ? await turns.Withdraw(tx, row) : row).ToMessage(signer: null, tx.Now);
        });
        await keys.Refresh(context.CancellationToken);
        return key;
    }
}
