using FactoryFlow.Ledger.Clients;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Statements;

/// <summary>The RPCs that show accounts, one file each.</summary>
internal sealed partial class StatementService(TenantDb db, WorkerClient workers) : V1.StatementService.StatementServiceBase;
