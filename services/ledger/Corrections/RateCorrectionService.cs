using FactoryFlow.Ledger.Clients;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Corrections;

/// <summary>The RPCs on corrections of rates, one file each.</summary>
internal sealed partial class RateCorrectionService(TenantDb db, RateClient rates) : V1.RateCorrectionService.RateCorrectionServiceBase;
