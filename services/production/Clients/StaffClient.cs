using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Hosting;
using Grpc.Core;

namespace FactoryFlow.Production.Clients;

/// <summary>Asks identity who of the tenant's staff somebody is, as the caller.</summary>
internal sealed class StaffClient(UserService.UserServiceClient identity, TimeProvider clock)
{
    /// <summary>The user who has an address; null when nobody of the staff has it.</summary>
    /// <exception cref="Refusal">UNAVAILABLE when identity does not answer.</exception>
    public Task<Guid?> Find(TenantTx tx, string email, CancellationToken ct) => Ask(new FindStaffRequest { TenantId = tx.TenantId.ToString(), Email = email }, ct);

    /// <summary>Refuses a user who is none of the staff.</summary>
    /// <exception cref="Refusal">WORKER_USER_NOT_FOUND; UNAVAILABLE when identity does not answer.</exception>
    public async Task Require(TenantTx tx, Guid user, CancellationToken ct)
    {
        if (await Ask(new FindStaffRequest { TenantId = tx.TenantId.ToString(), UserId = user.ToString() }, ct) is null)
            throw Reasons.WorkerUserNotFound.Refuse($"There is no user {user} among the tenant's staff.", "user_id");
    }

    private async Task<Guid?> Ask(FindStaffRequest request, CancellationToken ct)
    {
        try
        {
            return Guid.Parse((await identity.FindStaffAsync(request, deadline: clock.Deadline(), cancellationToken: ct)).UserId);
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.NotFound)
        {
            return null;
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded && !ct.IsCancellationRequested)
        {
            // Refused rather than linked later: whoever wrote it would not know whom it concerns, and repeats it in a moment.
            throw CommonReasons.Unavailable.Refuse($"Identity does not say which user the worker is ({e.StatusCode}), and nothing was written. Retry with the same Idempotency-Key.");
        }
    }
}
