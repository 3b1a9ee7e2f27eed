using FactoryFlow.Identity.Tenants;
using FactoryFlow.Identity.Users;
using FactoryFlow.Identity.V1;
using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Identity.Owners;

internal sealed partial class OwnerService
{
    public override async Task<CreateOwnerResponse> CreateOwner(CreateOwnerRequest request, ServerCallContext context)
    {
        var check = new Check();
        var tenant = check.Id("tenant_id", request.TenantId);
        var slug = check.Slug("tenant_slug", request.TenantSlug);
        var email = check.Email("email", request.Email);
        var password = check.NewPassword("password", request.Password);
        var name = check.Text("name", request.Name, 1, 200);
        check.That(request.TenantId != Guid.Empty.ToString(), "tenant_id", "is the platform's own");
        check.Done();

        var hash = await HashOf(password, context.CancellationToken);
        return await db.Write(context, tenant, request, async tx =>
        {
            TenantStore.Know(tx, slug);
            UserStore.AddRoles(tx, SystemRole.OfTenants);
            var (fresh, user) = UserStore.Add(tx, email, name, Access.Types.Kind.Staff, hash);
            await tx.Flush();

            UserStore.GiveRole(tx, email, SystemRole.Admin);
            if (fresh.Rows.Count > 0) tx.Audit("owner.created", "user", user.First);
            return new CreateOwnerResponse { UserId = user.First.ToString() };
        });
    }

    private async Task<string> HashOf(string password, CancellationToken ct)
    {
        using var place = await hashing.Take(ct);
        return await place.Hash(password);
    }
}
