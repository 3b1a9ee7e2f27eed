using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Factories;

/// <summary>The RPCs on factories, one file each.</summary>
internal sealed partial class FactoryService(TenantDb db) : V1.FactoryService.FactoryServiceBase
{
    private const int LongestCode = 64, LongestName = 200;

    // The factories that a caller with a narrow scope has access to; null for one who reaches all of the tenant's.
    private static Guid[]? Reach(ServerCallContext context) => context.Scope() == Scopes.All ? null : [.. context.Caller().Factories.Select(f => f.FactoryId)];

    private static Refusal NotFound(Guid id) => Reasons.FactoryNotFound.Refuse($"There is no factory {id}.");
}
