using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Tenancy.Factories;

/// <summary>The RPCs on factories, one file each.</summary>
internal sealed partial class FactoryService(TenantDb db) : V1.FactoryService.FactoryServiceBase
{
    private const int LongestCode = 64, LongestName = 200;

    private static readonly Permission ReadAll = Permission.Parse("factories:read:all"), UpdateAll = Permission.Parse("factories:update:all");

    // The factories that a caller without the wide permission reaches; null when they reach every one.
    private static Guid[]? Reach(ServerCallContext context, Permission wide, FactoryLevel least = FactoryLevel.Viewer) =>
        context.Caller() is var caller && caller.Holds(wide) ? null : [.. caller.Factories.Where(f => f.Level >= least).Select(f => f.FactoryId)];

    private static Refusal NotFound(Guid id) => Reasons.FactoryNotFound.Refuse($"There is no factory {id}.");
}
