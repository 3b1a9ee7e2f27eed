using FactoryFlow.Ledger.Clients;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Entries;

/// <summary>The RPCs on entries, one file each.</summary>
internal sealed partial class EntryService(TenantDb db, WorkerClient workers, EntryTypeClient types) : V1.EntryService.EntryServiceBase;
