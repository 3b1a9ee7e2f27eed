using FactoryFlow.Platform.Data;

namespace FactoryFlow.Ledger.ExchangeRates;

/// <summary>The statements that enter and find exchange rates.</summary>
internal static class ExchangeRateStore
{
    /// <summary>Lets one at a time enter the rate of a pair and day, so that versions are counted without a gap.</summary>
    public static void Lock(TenantTx tx, string currency, DateOnly day) =>
        tx.Ask<int>($"select 1 from (select pg_advisory_xact_lock(hashtextextended(concat({tx.TenantId}, {currency}, {day}), 9))) l");

    /// <summary>Asks for the last version of a day's rate; no row while it has none.</summary>
    public static Answer<int> AskVersion(TenantTx tx, string currency, string baseCurrency, DateOnly day) => tx.Ask<int>($"""
        select version from exchange_rates where tenant_id = {tx.TenantId} and base_currency = {baseCurrency} and currency = {currency} and day = {day}
        order by version desc limit 1
        """);

    /// <summary>Adds a version of a rate.</summary>
    public static void Add(TenantTx tx, ExchangeRate rate, DateOnly day) =>
        tx.Write($"""
            insert into exchange_rates (tenant_id, id, currency, base_currency, day, version, rate, source, reason, create_time)
            values ({tx.TenantId}, {rate.Id}, {rate.Currency}, {rate.BaseCurrency}, {day}, {rate.Version}, {rate.Rate}, {rate.Source}, {rate.Reason}, {rate.CreateTime})
            """);

    /// <summary>Asks for a rate.</summary>
    public static Answer<ExchangeRate> Ask(TenantTx tx, Guid id) => tx.Ask<ExchangeRate>($"""
        select id, currency, base_currency, to_char(day, 'YYYY-MM-DD') as day, version, rate, source, reason, create_time
        from exchange_rates where tenant_id = {tx.TenantId} and id = {id}
        """);

    /// <summary>Asks for rates, latest day first, behind a place.</summary>
    public static Answer<ExchangeRate> AskAll(TenantTx tx, ExchangeRateFilter filter, ExchangeRatePlace after, int limit) => tx.Ask<ExchangeRate>($"""
        select id, currency, base_currency, to_char(day, 'YYYY-MM-DD') as day, version, rate, source, reason, create_time
        from exchange_rates
        where tenant_id = {tx.TenantId} and ({filter.Currency}::text is null or currency = {filter.Currency}::text) and day >= {filter.From} and day <= {filter.To}
            and (day, currency, version) < ({after.Day}, {after.Currency}, {after.Version})
        order by exchange_rates.day desc, currency desc, version desc limit {limit}
        """);

    /// <summary>
    /// Asks for the rate of a day in the currency of a worker's account: the newest version of the latest day that is not after it and not too
    /// old; no row where there is none, or no account.
    /// </summary>
    public static Answer<ExchangeRate> AskOf(TenantTx tx, string currency, Guid workerId, DateOnly day) => tx.Ask<ExchangeRate>($"""
        select id, currency, base_currency, to_char(day, 'YYYY-MM-DD') as day, version, rate, source, reason, create_time
        from exchange_rates
        where tenant_id = {tx.TenantId} and base_currency = (select a.currency from worker_accounts a where a.tenant_id = {tx.TenantId} and a.worker_id = {workerId})
            and currency = {currency} and day <= {day} and day >= {day.AddDays(-ExchangeRate.GoodForDays)}
        order by exchange_rates.day desc, version desc limit 1
        """);
}
