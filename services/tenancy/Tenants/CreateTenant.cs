using FactoryFlow.Events.Tenancy;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Tenants;

/// <summary>
/// Identity prepares the owner, then one transaction reserves the slug: from there the saga in Openings goes on by itself, and this
/// call only waits for what it comes to. The key remembers the reservation, so that a repeated call waits for the same.
/// </summary>
internal sealed partial class TenantService
{
    private static readonly TimeSpan PatienceWithIdentity = TimeSpan.FromSeconds(10);

    public override async Task<V1.Tenant> CreateTenant(CreateTenantRequest request, ServerCallContext context)
    {
        var (asked, admin) = Tenant.Of(request, reservedSlugs);
        var reserved = await db.FindAnswer<V1.Tenant>(context, request) ?? await ReserveOrFind(asked, admin, request, context);
        return await outcome.Of(Guid.Parse(reserved.Id), context);
    }

    private async Task<V1.Tenant> ReserveOrFind(V1.Tenant asked, TenantAdmin admin, CreateTenantRequest request, ServerCallContext context)
    {
        try
        {
            return await Reserve(asked, admin, request, context);
        }
        catch (Refusal taken) when (taken.Reason == Reasons.TenantSlugTaken)
        {
            // Perhaps by this very call, sent twice at once.
            if (await db.FindAnswer<V1.Tenant>(context, request) is { } reserved) return reserved;
            throw;
        }
    }

    private async Task<V1.Tenant> Reserve(V1.Tenant asked, TenantAdmin admin, CreateTenantRequest request, ServerCallContext context)
    {
        await RequirePlanAndSlug(asked, context);
        var id = request.IsSandbox ? SandboxClock.NewId(clock.GetUtcNow()) : Guid.CreateVersion7(clock.GetUtcNow());
        await PrepareOwner(id, asked, admin);
        return await db.Write(context, id, request, async tx =>
        {
            var plan = await tx.One<string>($"select settings from plans where slug = {asked.Plan}") ?? throw PlanNotFound(asked);
            var tenant = Tenant.Reserved(asked, id, StoredJson.Read<TenantSettings>(plan), tx.Now);
            TenantStore.Reserve(tx, tenant, tx.Now + openings.Deadline);
            tx.Publish(new TenantReserved { EventId = tx.NewId(), TenantId = id, OccurredAt = tx.Now, Slug = tenant.Slug });
            tx.Audit("tenant.reserved", "tenant", id, Changes.Between(null, tenant));
            return tenant;
        });
    }

    // Before anything is written anywhere; the transaction that reserves asks for the plan again, and the table decides about the slug.
    private async Task RequirePlanAndSlug(V1.Tenant asked, ServerCallContext context)
    {
        var (hasPlan, isTaken) = await db.Through(context, Door.PlatformAdministration, async tx =>
        {
            var plans = tx.Ask<int>($"select 1 from plans where slug = {asked.Plan}");
            var tenants = tx.Ask<int>($"select 1 from tenants where slug = {asked.Slug}");
            await tx.Flush();
            return (plans.Rows.Count > 0, tenants.Rows.Count > 0);
        });
        if (!hasPlan) throw PlanNotFound(asked);
        if (isTaken) throw SlugTaken(asked);
    }

    // The password goes to identity as the caller gave it, and nowhere else.
    private async Task PrepareOwner(Guid id, V1.Tenant asked, TenantAdmin admin)
    {
        try
        {
            await owners.PrepareOwnerAsync(
                new PrepareOwnerRequest { TenantId = id.ToString(), TenantSlug = asked.Slug, Email = admin.Email, Name = admin.Name, Password = admin.Password },
                deadline: (clock.GetUtcNow() + PatienceWithIdentity).UtcDateTime);
        }
        catch (RpcException taken) when (taken.StatusCode is StatusCode.AlreadyExists)
        {
            throw SlugTaken(asked);
        }
    }

    private static Refusal PlanNotFound(V1.Tenant asked) => Reasons.PlanNotFound.Refuse($"There is no plan {asked.Plan}.", "plan");

    private static Refusal SlugTaken(V1.Tenant asked) =>
        Reasons.TenantSlugTaken.Refuse($"Another tenant has the slug {asked.Slug}, or is being opened under it.", "slug");
}
