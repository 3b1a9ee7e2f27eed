using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Identity.Keys;

internal sealed partial class KeyService
{
    public override Task<ListSigningKeysResponse> ListSigningKeys(ListSigningKeysRequest request, ServerCallContext context)
    {
        var check = new Check();
        var size = check.PageSize(request.PageSize);
        check.Done();
        var after = PageToken.Key(request.PageToken) ?? "";
        return db.Read(context, async tx =>
        {
            var published = await KeyStore.Published(tx);
            var rows = await tx.All<KeyRow>($"""
                select kid, x, y, sealed_private_key, create_time, sign_time, retire_time, withdraw_time from signing_keys
                where {after} = '' or (create_time, kid) < (select create_time, kid from signing_keys where kid = {after})
                order by create_time desc, kid desc limit {size + 1}
                """);
            var signer = KeyRotation.Signer(published, tx.Now)?.Kid;
            var response = new ListSigningKeysResponse { NextPageToken = rows.Count > size ? PageToken.After(rows[size - 1].Kid) : "" };
            response.SigningKeys.AddRange(rows.Take(size).Select(row => row.ToMessage(signer, tx.Now)));
            return response;
        });
    }
}
