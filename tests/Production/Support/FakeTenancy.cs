using System.Collections.Concurrent;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Production.Tests.Support;

/// <summary>Tenancy as production asks it: answers the configuration that a test gave the caller's tenant.</summary>
internal sealed class FakeTenancy : TenantConfigService.TenantConfigServiceClient
{
    private static readonly AsyncLocal<Guid> Asking = new();
    private readonly ConcurrentDictionary<Guid, TenantConfig> _configs = new();
    private readonly ConcurrentDictionary<Guid, bool> _silent = new();

    /// <summary>Whose calls the current test makes.</summary>
    public static void AskAs(Guid tenant) => Asking.Value = tenant;

    public void Set(Guid tenant, TenantConfig config) => _configs[tenant] = config;

    /// <summary>From now on a tenant's callers get no answer.</summary>
    public void FallSilentFor(Guid tenant) => _silent[tenant] = true;

    public override AsyncUnaryCall<TenantConfig> GetTenantConfigAsync(GetTenantConfigRequest request, Metadata headers, DateTime? deadline, CancellationToken cancellationToken)
    {
        if (_silent.ContainsKey(Asking.Value)) return Answer(Task.FromException<TenantConfig>(new RpcException(new Status(StatusCode.Unavailable, "as the test wants it"))));
        return Answer(_configs.TryGetValue(Asking.Value, out var config)
            ? Task.FromResult(config)
            : Task.FromException<TenantConfig>(new RpcException(new Status(StatusCode.NotFound, "No configuration."))));
    }

    private static AsyncUnaryCall<TenantConfig> Answer(Task<TenantConfig> answer) =>
        new AsyncUnaryCall<TenantConfig>(answer, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
}
