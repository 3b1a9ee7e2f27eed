using FactoryFlow.Ledger.Tests.Support;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Testing;

namespace FactoryFlow.Ledger.Tests.Statements;

public sealed class RangeTests(PastWorld past) : IClassFixture<PastWorld>
{
    private static readonly DateTimeOffset Noon = Some.Now;
    private readonly Guid _tenant = Guid.NewGuid(), _worker = Guid.NewGuid();

    [Theory]
    [InlineData(null, null, null, null, "12.5 12.5 -20 12.5")]
    [InlineData(0, 4, "0.0000", "17.5000", "12.5 12.5 -20 12.5")]
    [InlineData(1, 3, "12.5000", "5.0000", "12.5 -20")]
    [InlineData(null, 1, "0.0000", "12.5000", "12.5")]
    [InlineData(3, null, "5.0000", "17.5000", "12.5")]
    [InlineData(2, 2, "25.0000", "25.0000", "")]
    [InlineData(-9, -8, "0.0000", "0.0000", "")]
    [InlineData(8, 9, "17.5000", "17.5000", "")]
    public async Task A_range_opens_with_what_stood_and_closes_with_what_its_last_line_left(int? from, int? to, string? opening, string? closing, string lines)
    {
        await Lived();
        var statement = await Statement(from, to);
        (statement.OpeningBalance?.Amount, statement.ClosingBalance?.Amount, statement.Balance.Amount).ShouldBe((opening, closing, "17.5000"));
        string.Join(' ', statement.Entries.Reverse().Select(Signed)).ShouldBe(lines);
    }

    [Fact]
    public async Task Pages_of_a_range_show_one_range_whatever_is_booked_meanwhile()
    {
        await Lived();
        var first = await Statement(0, null, size: 3);
        await past.Credit(_tenant, _worker, Noon.AddHours(9));
        var second = await Statement(0, null, size: 3, first.NextPageToken);
        first.Entries.Concat(second.Entries).Select(Signed).ShouldBe(["12.5", "-20", "12.5", "12.5"]);
        (second.OpeningBalance, second.ClosingBalance, second.NextPageToken).ShouldBe((first.OpeningBalance, first.ClosingBalance, ""));
        second.Balance.Amount.ShouldBe("30.0000");
    }

    [Fact]
    public async Task A_token_of_the_whole_statement_is_none_of_a_range_and_the_other_way_round()
    {
        await Lived();
        var (whole, range) = ((await Statement(null, null, size: 1)).NextPageToken, (await Statement(0, null, size: 1)).NextPageToken);
        (await Should.ThrowAsync<Refusal>(Statement(0, null, token: whole))).Reason.ShouldBe(CommonReasons.PageTokenInvalid);
        (await Should.ThrowAsync<Refusal>(Statement(null, null, token: range))).Reason.ShouldBe(CommonReasons.PageTokenInvalid);
    }

    [Fact]
    public async Task A_range_that_ends_before_it_begins_is_refused() =>
        (await Should.ThrowAsync<Refusal>(Statement(1, 0))).Faults.Single().Field.ShouldBe("to");

    private async Task Lived()
    {
        await past.Credit(_tenant, _worker, Noon);
        await past.Credit(_tenant, _worker, Noon.AddHours(1));
        await past.Pay(_tenant, _worker, Noon.AddHours(2), "20");
        await past.Credit(_tenant, _worker, Noon.AddHours(3), effective: Noon.AddDays(-30));
    }

    private static string Signed(StatementEntry entry) =>
        (entry.Direction == StatementEntry.Types.Direction.Debit ? "-" : "") + decimal.Parse(entry.Amount.Amount, System.Globalization.CultureInfo.InvariantCulture).ToString("0.####", System.Globalization.CultureInfo.InvariantCulture);

    private Task<WorkerStatement> Statement(int? from, int? to, int size = 50, string token = "") => past.Statements.GetWorkerStatement(
        new GetWorkerStatementRequest
        {
            WorkerId = _worker.ToString(), PageSize = size, PageToken = token, From = from is { } f ? Wire.Time(Noon.AddHours(f)) : null, To = to is { } t ? Wire.Time(Noon.AddHours(t)) : null,
        },
        TestCall.Of(_tenant)).InTime();
}
