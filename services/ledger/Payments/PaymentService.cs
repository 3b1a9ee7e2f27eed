using FactoryFlow.Ledger.Clients;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.Payments;

/// <summary>The RPCs on payments, one file each.</summary>
internal sealed partial class PaymentService(TenantDb db, WorkerClient workers) : V1.PaymentService.PaymentServiceBase;
