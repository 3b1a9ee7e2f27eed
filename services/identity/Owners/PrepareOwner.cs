using FactoryFlow.Identity.Tenants;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FactoryFlow.Identity.Owners;

internal sealed partial class OwnerService
{
    public override async Task<Empty> PrepareOwner(PrepareOwnerRequest request, ServerCallContext context)
    {
        var check = new Check();
        var tenant = check.Id("tenant_id", request.TenantId);
        var slug = check.Slug("tenant_slug", request.TenantSlug);
        var email = check.Email("email", request.Email);
        var password = check.NewPassword("password", request.Password);
        var name = check.Text("name", request.Name, 1, 200);
        check.That(request.TenantId != Guid.Empty.ToString(), "tenant_id", "is the platform's own");
        check.Done();

        // Early, since it spares everybody the work; what decides is the table's own rule, when the owner is made.
        if (await db.Through(context, Door.SignIn, tx => TenantStore.Find(tx, slug)) is { } other && other != tenant)
            throw Reasons.TenantSlugTaken.Refuse($"Another tenant signs in under the slug {slug}.", "tenant_slug");

        var hash = await HashOf(password, context.CancellationToken);
        return await db.Write(context, tenant, request, async tx =>
        {
            var kept = PreparedOwnerStore.Keep(tx, email, name, hash);
            await tx.Flush();
            if (kept.Rows.Count == 0) throw CommonReasons.Conflict.Refuse("The tenant has its owner already.");
            return new Empty();
        });
    }

    private async Task<string> HashOf(string password, CancellationToken ct)
    {
        using var place = await hashing.Take(ct);
        return await place.Hash(password);
    }
}
