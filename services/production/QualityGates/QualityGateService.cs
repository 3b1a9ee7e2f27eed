using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Tenants;

namespace FactoryFlow.Production.QualityGates;

/// <summary>The RPC that workflow asks gates by.</summary>
internal sealed partial class QualityGateService(TenantDb db, TenantStates states, Gates gates) : V1.QualityGateService.QualityGateServiceBase;
