using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Tenants;

namespace FactoryFlow.Ledger.ExchangeRates;

/// <summary>The RPCs on exchange rates, one file each.</summary>
internal sealed partial class ExchangeRateService(TenantDb db, TenantConfigs configs) : V1.ExchangeRateService.ExchangeRateServiceBase
{
    private static void CheckCurrency(Check check, string currency)
    {
        if (currency.Length == 0) check.Fault("currency", "is required");
        else check.That(Currencies.Has(currency), "currency", "is no active ISO 4217 code such as \"EUR\"");
    }
}
