using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Tenants;

/// <summary>
/// A saga of three steps: reserve the slug, have identity create the owner, open the tenant. The reservation is what the
/// idempotency key remembers, so that a repeated call finds it and goes on where the last one stopped, whatever stopped it.
/// </summary>
internal sealed partial class TenantService
{
    private static readonly TimeSpan PatienceWithIdentity = TimeSpan.FromSeconds(10);

    public override async Task<V1.Tenant> CreateTenant(CreateTenantRequest request, ServerCallContext context)
    {
        var (asked, admin) = Tenant.Of(request);
        // Identity may have an owner under the id of a reservation that was given up: whoever takes the slug over takes the id along.
        var id = await FindGivenUp(asked.Slug, context) ?? Guid.CreateVersion7(clock.GetUtcNow());
        Reservation? reservation = null;
        var reserved = await db.Write(context, id, request, async tx =>
        {
            // The slice may run again, after another call with the key has committed.
            reservation = null;
            var plan = await tx.One<string>($"select settings from plans where slug = {asked.Plan}")
                ?? throw Reasons.PlanNotFound.Refuse($"There is no plan {asked.Plan}.", "plan");
            var tenant = Tenant.Reserved(asked, tx.TenantId, StoredJson.Read<TenantSettings>(plan), tx.Now);
            reservation = await Reserve(tx, tenant);
            tx.Audit("tenant.reserved", "tenant", tx.TenantId);
            return tenant;
        });

        id = Guid.Parse(reserved.Id);
        reservation ??= await db.As(context, id, tx => Reserve(tx, reserved));
        if (reservation.Owner is { } owner) return Tenant.Opened(reserved, owner);

        var opened = Tenant.Opened(reserved, await CreateOwner(reserved, admin, reservation.IsNew, context));
        return await db.As(context, id, tx => Open(tx, opened));
    }

    private Task<Guid?> FindGivenUp(string slug, ServerCallContext context) =>
        db.Through(context, Door.PlatformAdministration, tx => tx.One<Guid?>($"""
            select tenant_id from tenants
            where slug = {slug} and status = 'PROVISIONING' and reserve_time < {tx.Now - Tenant.ReservationLifetime}
            """));

    private static async Task<Reservation> Reserve(TenantTx tx, V1.Tenant tenant)
    {
        var reserved = TenantStore.Reserve(tx, tenant);
        var opened = tx.Ask<Guid>($"""
            select owner_user_id from tenants
            where tenant_id = {tx.TenantId} and create_time = {tenant.CreateTime.ToDateTime()} and status <> 'PROVISIONING'
            """);
        await tx.Flush();
        if (reserved.Rows is [var isNew]) return new Reservation(isNew, Owner: null);
        return opened.Rows is [var owner] ? new Reservation(IsNew: false, owner) : throw SlugTaken(tenant);
    }

    private async Task<Guid> CreateOwner(V1.Tenant tenant, TenantAdmin admin, bool isNew, ServerCallContext context)
    {
        try
        {
            var owner = await owners.CreateOwnerAsync(
                new CreateOwnerRequest { TenantId = tenant.Id, TenantSlug = tenant.Slug, Email = admin.Email, Name = admin.Name, Password = admin.Password },
                deadline: (clock.GetUtcNow() + PatienceWithIdentity).UtcDateTime);
            return Guid.Parse(owner.UserId);
        }
        catch (RpcException refusal) when (Tenant.IsRefusal(refusal.StatusCode))
        {
            // Where identity was asked before and its answer got lost, an owner may wait under the id: then the reservation stays.
            if (isNew) await db.As(context, Guid.Parse(tenant.Id), tx => Forget(tx, tenant));
            if (refusal.StatusCode == StatusCode.AlreadyExists) throw SlugTaken(tenant);
            throw;
        }
        catch (RpcException failure)
        {
            log.LogWarning(failure, "The owner of tenant {TenantId} could not be created just now; the reservation stays", tenant.Id);
            throw CommonReasons.Unavailable.Refuse("The tenant's owner could not be created just now. Retry with the same Idempotency-Key: opening goes on where it stopped.");
        }
    }

    private static Task<bool> Forget(TenantTx tx, V1.Tenant tenant)
    {
        TenantStore.Forget(tx, tenant);
        tx.Audit("tenant.reservation_undone", "tenant", tx.TenantId);
        return Task.FromResult(true);
    }

    private static async Task<V1.Tenant> Open(TenantTx tx, V1.Tenant opened)
    {
        var activated = TenantStore.Activate(tx, opened);
        await tx.Flush();
        if (activated.Rows.Count == 0) throw SlugTaken(opened);
        tx.Audit("tenant.opened", "tenant", tx.TenantId);
        return opened;
    }

    private static Refusal SlugTaken(V1.Tenant tenant) =>
        Reasons.TenantSlugTaken.Refuse($"Another tenant has the slug {tenant.Slug}, or is being opened under it.", "slug");

    private sealed record Reservation(bool IsNew, Guid? Owner);
}
