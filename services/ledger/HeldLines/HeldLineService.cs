using FactoryFlow.Ledger.Clients;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.HeldLines;

/// <summary>The RPCs on wages that are held, one file each.</summary>
internal sealed partial class HeldLineService(TenantDb db, WorkerClient workers) : V1.HeldLineService.HeldLineServiceBase;
