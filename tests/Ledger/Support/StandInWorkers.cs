using FactoryFlow.Production.V1;
using Grpc.Core;

namespace FactoryFlow.Ledger.Tests.Support;

/// <summary>A production to which the caller is one worker, or none, and which answers nothing else to somebody who may not read workers; the real one is asked in EndToEnd.</summary>
internal sealed class StandInWorkers(Guid? own) : WorkerService.WorkerServiceClient
{
    public override AsyncUnaryCall<GetOwnWorkerResponse> GetOwnWorkerAsync(
        GetOwnWorkerRequest request, Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) =>
        new(Task.FromResult(new GetOwnWorkerResponse { WorkerId = own?.ToString() ?? "" }), Task.FromResult<Metadata>([]), () => Status.DefaultSuccess, () => [], () => { });

    public override AsyncUnaryCall<Worker> GetWorkerAsync(GetWorkerRequest request, Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) =>
        throw new RpcException(new Status(StatusCode.PermissionDenied, "This call requires the permission workers:read:all."));
}
