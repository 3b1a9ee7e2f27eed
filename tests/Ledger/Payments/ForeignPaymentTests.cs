using FactoryFlow.Ledger.Tests.Support;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Testing;

namespace FactoryFlow.Ledger.Tests.Payments;

public sealed class ForeignPaymentTests(World world)
{
    private readonly Guid _tenant = Guid.NewGuid(), _worker = Guid.CreateVersion7();

    [Fact]
    public async Task A_payment_in_another_currency_settles_what_it_is_worth_and_says_both()
    {
        await Ready();
        var payment = await world.PayIn("JPY", _tenant, _worker, "1000");
        (payment.Amount.Amount, payment.Amount.Currency, payment.BaseAmount.Amount, payment.BaseAmount.Currency).ShouldBe(("1000.0000", "JPY", "6.1235", "EUR"));
        (payment.Balance.Amount, payment.Allocations.Single().Amount.Amount, payment.Exchange.Difference.Amount).ShouldBe(("6.3765", "6.1235", "0.0000"));
        (payment.Exchange.Rate, payment.Exchange.BaseRounding).ShouldBe(("0.0061234567", "0.00004330000000"));
        (await Lines()).ShouldBe(["WORKER_PAYABLE -6.1235 -1000.0000", "CASH 6.1235 1000.0000"]);
        (await world.Read(_tenant, payment)).Exchange.ShouldBe(payment.Exchange);
        await world.BooksAreInOrder(_tenant);
    }

    [Theory]
    [InlineData("0.005", "EXCHANGE_LOSS -1.1235 0.0000", "1.1235")]
    [InlineData("0.007", "EXCHANGE_GAIN 0.8765 0.0000", "-0.8765")]
    public async Task What_the_rate_did_since_it_was_agreed_is_gained_or_lost_and_taken_back_with_it(string agreed, string line, string difference)
    {
        await Ready();
        await world.EnterRate(_tenant, "JPY", agreed, Rates.Today(-30));
        var payment = await world.PayIn("JPY", _tenant, _worker, "1000", Rates.Today(-28));
        (await Lines()).ShouldContain(line);
        payment.Exchange.Difference.Amount.ShouldBe(difference);
        (await world.TakeBack(_tenant, payment)).Reversal.Balance.Amount.ShouldBe("12.5000");
        (await world.Look("select account from lines where tenant_id = $1 and account <> 'WAGES_EXPENSE' and account <> 'WORKER_PAYABLE' group by account having sum(amount) <> 0 or sum(transaction_amount) <> 0", _tenant)).ShouldBeEmpty();
        await world.BooksAreInOrder(_tenant);
    }

    [Fact]
    public async Task Trial_balance_statement_and_explanation_show_both_amounts()
    {
        await Ready();
        var payment = await world.PayIn("JPY", _tenant, _worker, "1000");
        var statements = new Ledger.Statements.StatementService(world.Db, null!);
        var trial = await statements.GetTrialBalance(new(), TestCall.Of(_tenant)).InTime();
        trial.ForeignAccounts.Select(a => $"{a.Account} {a.Total.Amount} {a.Total.Currency} {a.BaseTotal.Amount}").ShouldBe(["CASH 1000.0000 JPY 6.1235", "WORKER_PAYABLE -1000.0000 JPY -6.1235"]);
        trial.Accounts.Select(a => $"{a.Account} {a.Total.Amount}").ShouldBe(["CASH 6.1235", "WAGES_EXPENSE -12.5000", "WORKER_PAYABLE 6.3765"]);
        var entry = (await statements.GetWorkerStatement(new() { WorkerId = _worker.ToString() }, TestCall.Of(_tenant)).InTime()).Entries[0];
        (entry.TransactionAmount.Amount, entry.Source.ExchangeRate, entry.Description).ShouldBe(("1000.0000", "0.0061234567", "Payment: 1000 JPY at 0.0061234567"));
        var explained = await world.Entries.ExplainEntry(new() { EntryId = payment.EntryId }, TestCall.Of(_tenant)).InTime();
        (explained.Rule, explained.Matches, explained.Lines[0].RecomputedTransaction.Amount).ShouldBe((EntryExplanation.Types.Rule.AmountPaidAtRate, true, "-1000.0000"));
    }

    [Fact]
    public async Task A_file_of_the_books_shows_what_was_paid_in_which_currency_and_at_which_rate()
    {
        await Ready();
        await world.PayIn("JPY", _tenant, _worker, "1000");
        var file = new Recipient();
        await world.Entries.ExportEntries(new(), file, TestCall.Of(_tenant)).InTime();
        file.Rows.Where(row => row[1] == "PAYMENT").Select(row => string.Join(' ', row[2], row[5], row[6], row[19], row[20], row[21])).Order(StringComparer.Ordinal).ShouldBe(
            ["CASH 6.1235 EUR 1000.0000 JPY 0.0061234567", "WORKER_PAYABLE -6.1235 EUR -1000.0000 JPY 0.0061234567"]);
    }

    [Theory]
    [InlineData("JPY", "0.5", "", "amount")]
    [InlineData("USD", "0.001", "", "amount")]
    [InlineData("KWD", "0.0001", "", "amount")]
    [InlineData("XXX", "1", "", "currency")]
    [InlineData("JPY", "1", "2999-01-01", "agreed_rate_date")]
    [InlineData("EUR", "1", "2026-01-01", "agreed_rate_date")]
    public async Task What_cannot_be_paid_in_a_currency_is_refused(string currency, string amount, string agreed, string field)
    {
        await Ready();
        var refused = await Should.ThrowAsync<Refusal>(() => world.PayIn(currency, _tenant, _worker, amount, agreed));
        (refused.Reason, refused.Faults.Single().Field).ShouldBe((CommonReasons.InvalidInput, field));
    }

    [Fact]
    public async Task A_rate_of_seven_days_before_holds_and_an_older_one_does_not()
    {
        await world.Credit(Some.Step(_tenant, _worker));
        await world.EnterRate(_tenant, "USD", "0.9", Rates.Today(-9));
        (await Should.ThrowAsync<Refusal>(world.PayIn("USD", _tenant, _worker, "1"))).Reason.ShouldBe(Reasons.ExchangeRateMissing);
        await world.EnterRate(_tenant, "USD", "9.1", Rates.Today(-6));
        await world.EnterRate(_tenant, "USD", "0.91", Rates.Today(-6), "The point was forgotten");
        (await world.PayIn("USD", _tenant, _worker, "1")).BaseAmount.Amount.ShouldBe("0.9100");
    }

    [Fact]
    public async Task Foreign_payments_at_once_stand_in_line_and_one_key_pays_once()
    {
        await Ready();
        var payments = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => world.PayIn("JPY", _tenant, _worker, "1000", key: i < 3 ? "key" : null))));
        payments.Distinct().Count().ShouldBe(4);
        (await world.Balance(_tenant, _worker)).ShouldBe("-11.9940/5");
        await world.BooksAreInOrder(_tenant);
    }

    [Fact]
    public async Task Another_tenants_rate_is_no_rate()
    {
        await world.Credit(Some.Step(_tenant, _worker));
        await world.EnterRate(Guid.NewGuid(), "JPY", "0.006");
        (await Should.ThrowAsync<Refusal>(world.PayIn("JPY", _tenant, _worker, "1000"))).Reason.ShouldBe(Reasons.ExchangeRateMissing);
    }

    private async Task Ready()
    {
        await world.Credit(Some.Step(_tenant, _worker));
        await world.EnterRate(_tenant, "JPY", "0.0061234567");
    }

    private Task<List<string>> Lines() => world.Look(
        "select account || ' ' || amount || ' ' || transaction_amount from lines where tenant_id = $1 and transaction_currency is not null order by number", _tenant);
}
