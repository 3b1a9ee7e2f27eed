using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Tenants;
using FactoryFlow.Production.QualityGates;

namespace FactoryFlow.Production.OrderFlows;

/// <summary>The RPCs on order flows, one file each.</summary>
internal sealed partial class OrderFlowService(TenantDb db, TenantStates states, Gates gates) : V1.OrderFlowService.OrderFlowServiceBase;
