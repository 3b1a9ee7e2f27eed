using FactoryFlow.Ledger.Clients;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Ledger.Accounts;

/// <summary>How far a caller sees into the books: into all of the tenant's, or into the account of the worker whom they sign in as.</summary>
internal sealed class Reach
{
    private static readonly Reach All = new(false, null);
    private readonly Guid? _own;

    private Reach(bool isNarrow, Guid? own) => (IsNarrow, _own) = (isNarrow, own);

    /// <summary>Whether there is one account to see, or none for a caller who signs in as no worker.</summary>
    public bool IsNarrow { get; }

    /// <summary>How far a caller sees; of one who may see everything nobody is asked. Ask before a transaction, which would wait for another service.</summary>
    public static async ValueTask<Reach> Of(ServerCallContext context, WorkerClient workers) =>
        context.Scope() == Scopes.All ? All : new Reach(true, await workers.Own(context));

    /// <summary>Refuses a worker whose account the caller may not see, as one whom there is not.</summary>
    /// <exception cref="Refusal">WORKER_NOT_FOUND.</exception>
    public void Require(Guid workerId)
    {
        if (!Sees(workerId)) throw WorkerClient.NotFound(workerId);
    }

    /// <summary>Whether the caller may see a worker's account.</summary>
    public bool Sees(Guid workerId) => !IsNarrow || _own == workerId;

    /// <summary>Of whom to list something: of whoever is asked for, or of all whom the caller may see. Null is everybody, the nil UUID nobody.</summary>
    public Guid? Narrow(Guid? workerId) => !IsNarrow ? workerId : _own is { } own && (workerId is null || workerId == own) ? own : Guid.Empty;
}
