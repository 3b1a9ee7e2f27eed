using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Tenancy.Factories;

/// <summary>The RPCs on factories, one file each.</summary>
internal sealed partial class FactoryService(TenantDb db) : V1.FactoryService.FactoryServiceBase
{
    private const int LongestCode = 64, LongestName = 200;

    private static Refusal NotFound(Guid id) => Reasons.FactoryNotFound.Refuse($"There is no factory {id}.");
}
