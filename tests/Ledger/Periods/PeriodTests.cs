using FactoryFlow.Ledger.Periods;

namespace FactoryFlow.Ledger.Tests.Periods;

public sealed class PeriodTests
{
    [Theory]
    [InlineData("2026-11", "2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z")]
    [InlineData("2024-02", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z")]
    [InlineData("2026-12", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z")]
    public void A_period_is_a_month(string name, string start, string end) =>
        (Period.Parse(name)!.Value.Start, Period.Parse(name)!.Value.End).ShouldBe((DateTimeOffset.Parse(start), DateTimeOffset.Parse(end)));

    [Theory]
    [InlineData("")]
    [InlineData("2026")]
    [InlineData("2026-13")]
    [InlineData("2026-1")]
    [InlineData("1926-01")]
    [InlineData("9999-12")]
    [InlineData("2026-11-01")]
    [InlineData("november")]
    public void Anything_else_is_none(string name) => Period.Parse(name).ShouldBeNull();

    [Fact]
    public void An_instant_belongs_to_the_month_that_it_is_in_by_utc() =>
        Period.Of(new DateTimeOffset(2026, 12, 1, 1, 0, 0, TimeSpan.FromHours(2))).Name.ShouldBe("2026-11");

    [Fact]
    public void A_seal_covers_the_seal_before_and_every_figure()
    {
        var total = new TotalRow("CASH", "EUR", 0m, 1m, 1m);
        var period = Period.Parse("2026-11")!.Value;
        byte[][] hashes =
        [
            Seal.Of(period, 1, null, [total]).Hash, Seal.Of(period, 2, null, [total]).Hash, Seal.Of(period.Next, 1, null, [total]).Hash,
            Seal.Of(period, 1, new byte[31].Append((byte)1).ToArray(), [total]).Hash, Seal.Of(period, 1, null, [total with { Closing = 1.0001m }]).Hash,
            Seal.Of(period, 1, null, [total with { Account = "OTHER" }]).Hash, Seal.Of(period, 1, null, []).Hash,
        ];
        hashes.Select(Convert.ToHexString).Distinct().Count().ShouldBe(hashes.Length);
    }
}
