using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Tenants;
using FactoryFlow.Production.QualityGates;

namespace FactoryFlow.Production.Orders;

/// <summary>The RPCs on orders, one file each.</summary>
internal sealed partial class OrderService(TenantDb db, TenantStates states, Gates gates, TimeProvider clock, ILogger<OrderService> log) : V1.OrderService.OrderServiceBase
{
    private const int LongestReference = 100, LongestNotes = 1000, LongestStatus = 40;

    // As dates that make sense to somebody.
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero), Latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);
}
