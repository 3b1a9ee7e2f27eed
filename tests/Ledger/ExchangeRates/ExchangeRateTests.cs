using FactoryFlow.Ledger.Tests.Support;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Testing;
using Npgsql;

namespace FactoryFlow.Ledger.Tests.ExchangeRates;

public sealed class ExchangeRateTests(World world)
{
    private readonly Guid _tenant = Guid.NewGuid();

    [Fact]
    public async Task A_rate_is_read_again_as_it_was_entered()
    {
        var rate = await world.EnterRate(_tenant, "JPY", "0.006123", "2026-03-01");
        (rate.Currency, rate.BaseCurrency, rate.Date, rate.Rate, rate.Version, rate.Source, rate.Reason).ShouldBe(("JPY", "EUR", "2026-03-01", "0.0061230000", 1, "ECB", ""));
        (await world.ExchangeRates.GetExchangeRate(new GetExchangeRateRequest { ExchangeRateId = rate.Id }, TestCall.Of(_tenant)).InTime()).ShouldBe(rate);
    }

    [Fact]
    public async Task A_rate_that_was_wrong_gets_another_version_with_a_reason_and_the_older_one_stays()
    {
        var wrong = await world.EnterRate(_tenant, "USD", "9.2", "2026-03-01");
        var refused = await Should.ThrowAsync<Refusal>(world.EnterRate(_tenant, "USD", "0.92", "2026-03-01"));
        (refused.Reason, refused.Faults.Single().Field).ShouldBe((Reasons.ExchangeRateExists, "reason"));
        var right = await world.EnterRate(_tenant, "USD", "0.92", "2026-03-01", "The point was forgotten");
        right.Version.ShouldBe(2);
        (await List()).ShouldBe([right, wrong]);
    }

    [Fact]
    public async Task Of_many_first_rates_of_a_day_at_once_one_is_entered()
    {
        var attempts = await Task.WhenAll(Enumerable.Range(1, 6).Select(i => Task.Run(() => Attempt($"1.{i}", ""))));
        attempts.Count(done => done).ShouldBe(1);
        (await List()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Corrections_at_once_are_all_kept_in_versions_without_a_gap()
    {
        await Task.WhenAll(Enumerable.Range(1, 6).Select(i => Task.Run(() => Attempt($"1.{i}", "Checked once more"))));
        (await List()).Select(r => r.Version).ShouldBe([6, 5, 4, 3, 2, 1]);
    }

    [Fact]
    public async Task The_same_rate_twice_at_once_under_one_key_is_entered_once()
    {
        var rates = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => world.EnterRate(_tenant, "USD", "0.92", "2026-03-01", key: "key"))));
        rates.Distinct().Count().ShouldBe(1);
        (await List()).ShouldBe([rates[0]]);
    }

    [Fact]
    public async Task Rates_are_listed_by_day_currency_and_version_and_found_by_currency_and_days()
    {
        foreach (var (currency, day) in new[] { ("USD", "03-01"), ("JPY", "03-02"), ("USD", "03-02"), ("CHF", "02-28") }) await world.EnterRate(_tenant, currency, "2", "2026-" + day);
        await world.EnterRate(_tenant, "JPY", "3", "2026-03-02", "Misread");
        (await Told(new())).ShouldBe("USD 2026-03-02 1, JPY 2026-03-02 2, JPY 2026-03-02 1, USD 2026-03-01 1, CHF 2026-02-28 1");
        (await Told(new() { Currency = "USD" })).ShouldBe("USD 2026-03-02 1, USD 2026-03-01 1");
        (await Told(new() { FromDate = "2026-02-28", ToDate = "2026-03-01" })).ShouldBe("USD 2026-03-01 1, CHF 2026-02-28 1");
        (await Told(new() { Currency = "JPY", ToDate = "2026-03-01" })).ShouldBe("");
    }

    [Fact]
    public async Task A_list_is_read_page_by_page_with_nothing_twice_and_nothing_left_out()
    {
        for (var day = 1; day <= 3; day++)
            foreach (var currency in new[] { "USD", "JPY" }) await world.EnterRate(_tenant, currency, "2", $"2026-03-0{day}");
        await world.EnterRate(_tenant, "JPY", "3", "2026-03-02", "Misread");
        var (whole, pages, token) = (await List(), new List<V1.ExchangeRate>(), "");
        do
        {
            var page = await world.ExchangeRates.ListExchangeRates(new() { PageSize = 2, PageToken = token }, TestCall.Of(_tenant)).InTime();
            pages.AddRange(page.ExchangeRates);
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        pages.ShouldBe(whole);
    }

    [Theory]
    [InlineData("JPY", "2026-03-01", "0", "rate")]
    [InlineData("JPY", "2026-03-01", "-1", "rate")]
    [InlineData("JPY", "2026-03-01", "0.00000000001", "rate")]
    [InlineData("JPY", "2026-03-01", "1000000000.1", "rate")]
    [InlineData("JPY", "2026-02-29", "1", "date")]
    [InlineData("JPY", "1999-12-31", "1", "date")]
    [InlineData("JPY", "2999-01-01", "1", "date")]
    [InlineData("JPY", "", "1", "date")]
    [InlineData("XAU", "2026-03-01", "1", "currency")]
    [InlineData("", "2026-03-01", "1", "currency")]
    [InlineData("EUR", "2026-03-01", "1", "currency")]
    public async Task What_cannot_be_a_rate_is_refused(string currency, string date, string rate, string field)
    {
        var refused = await Should.ThrowAsync<Refusal>(() => world.ExchangeRates.CreateExchangeRate(new() { Currency = currency, Date = date, Rate = rate }, TestCall.Of(_tenant)).InTime());
        (refused.Reason, refused.Faults.Single().Field).ShouldBe((CommonReasons.InvalidInput, field));
    }

    [Fact]
    public async Task Another_tenants_rate_does_not_exist_and_stands_in_no_list()
    {
        var rate = await world.EnterRate(_tenant, "USD", "0.92", "2026-03-01");
        (await Should.ThrowAsync<Refusal>(world.ExchangeRates.GetExchangeRate(new() { ExchangeRateId = rate.Id }, TestCall.Of(Guid.NewGuid())).InTime())).Reason.ShouldBe(Reasons.ExchangeRateNotFound);
        (await world.ExchangeRates.ListExchangeRates(new(), TestCall.Of(Guid.NewGuid())).InTime()).ExchangeRates.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("'JPY', 'EUR', '2026-03-01', 1, 0, '', ''")]
    [InlineData("'JPY', 'JPY', '2026-03-01', 1, 1, '', ''")]
    [InlineData("'JPY', 'EUR', '2026-03-01', 2, 1, '', ''")]
    [InlineData("'JPY', 'EUR', '2026-03-01', 0, 1, '', ''")]
    public async Task The_database_itself_refuses_what_is_no_rate(string values) =>
        (await Should.ThrowAsync<PostgresException>(world.Database.AsApplication(_tenant, $"""
            insert into exchange_rates (tenant_id, id, currency, base_currency, day, version, rate, source, reason, create_time) values ($1, gen_random_uuid(), {values}, now())
            """, _tenant))).SqlState.ShouldBe(PostgresErrorCodes.CheckViolation);

    private async Task<bool> Attempt(string rate, string reason)
    {
        try
        {
            await world.EnterRate(_tenant, "USD", rate, "2026-03-01", reason);
            return true;
        }
        catch (Refusal refusal) when (refusal.Reason == Reasons.ExchangeRateExists)
        {
            return false;
        }
    }

    private async Task<List<V1.ExchangeRate>> List() => [.. (await world.ExchangeRates.ListExchangeRates(new(), TestCall.Of(_tenant)).InTime()).ExchangeRates];

    private async Task<string> Told(ListExchangeRatesRequest request) =>
        string.Join(", ", (await world.ExchangeRates.ListExchangeRates(request, TestCall.Of(_tenant)).InTime()).ExchangeRates.Select(r => $"{r.Currency} {r.Date} {r.Version}"));
}
