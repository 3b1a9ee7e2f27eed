using FactoryFlow.Platform.Data;
using FactoryFlow.Production.Clients;

namespace FactoryFlow.Production.Rates;

/// <summary>The RPCs on rates, one file each.</summary>
internal sealed partial class RateService(TenantDb db, TenantConfigClient configs) : V1.RateService.RateServiceBase;
