using FactoryFlow.Events.Tenancy;
using FactoryFlow.Platform.Messages;
using FactoryFlow.Tenancy.V1;
using Grpc.Core;

namespace FactoryFlow.Platform.Tests.Tenants;

/// <summary>Tenancy as a service that has not heard of a tenant asks it; counts how often.</summary>
internal sealed class Tenancy(TenantChanged? state = null) : TenantStateService.TenantStateServiceClient
{
    public int Asked { get; private set; }

    public static TenantChanged State(Guid tenant, int maxWorkers = -1, long version = 1, bool isExpress = false) => new()
    {
        EventId = Guid.CreateVersion7(), TenantId = tenant, OccurredAt = DateTimeOffset.UnixEpoch, Version = version, Slug = "north", Name = "North",
        Status = "ACTIVE", Plan = "pro", Currency = "EUR",
        Limits = new TenantLimits { MaxJobSteps = -1, MaxArticleAttributes = -1, MaxUsers = 0, MaxWorkers = maxWorkers },
        RateLimits = new TenantRateLimits { RequestsPerMinute = -1, RequestsPerMinutePerUser = -1 },
        FeatureFlags = new Dictionary<string, bool> { ["express"] = isExpress }, CorsOrigins = [],
    };

    public override AsyncUnaryCall<TenantState> GetTenantStateAsync(GetTenantStateRequest request, Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default)
    {
        Asked++;
        var answer = state is not null && state.TenantId.ToString() == request.TenantId
            ? Task.FromResult(new TenantState { Fact = FactJson.Write(state) })
            : Task.FromException<TenantState>(new RpcException(new Status(StatusCode.Unavailable, "as the test wants it")));
        return new AsyncUnaryCall<TenantState>(answer, Task.FromResult<Metadata>([]), () => Status.DefaultSuccess, () => [], () => { });
    }
}
