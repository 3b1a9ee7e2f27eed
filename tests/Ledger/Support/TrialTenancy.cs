using FactoryFlow.Tenancy.V1;
using Grpc.Core;
using static FactoryFlow.Tenancy.V1.LedgerEntryType.Types;

namespace FactoryFlow.Ledger.Tests.Support;

/// <summary>A tenancy that knows one configuration: its own types of entry are a BONUS, which is a credit, and a MEAL, which is a debit.</summary>
internal sealed class TrialTenancy : TenantConfigService.TenantConfigServiceClient
{
    public override AsyncUnaryCall<TenantConfig> GetTenantConfigAsync(
        GetTenantConfigRequest request, Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) => Answer(new TenantConfig
        {
            Currency = "EUR",
            LedgerEntryTypes = { new LedgerEntryType { Name = "BONUS", Direction = Direction.Credit }, new LedgerEntryType { Name = "MEAL", Direction = Direction.Debit } },
        });

    private static AsyncUnaryCall<T> Answer<T>(T answer) =>
        new(Task.FromResult(answer), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
}
