using FactoryFlow.Ledger.Reconciliation;
using FactoryFlow.Ledger.Tests.Support;
using FactoryFlow.Production.V1;
using Kind = FactoryFlow.Ledger.V1.WageFinding.Types.Kind;

namespace FactoryFlow.Ledger.Tests.Reconciliation;

public sealed class ComparisonTests
{
    private static readonly Guid Worker = Guid.NewGuid(), Somebody = Guid.NewGuid();
    private readonly WageReport _report = new StandInProduction().Has(Some.Report(Guid.NewGuid(), Worker));

    public static TheoryData<string, Kind[], bool> Differences => new()
    {
        { "credited as reported", [], false },
        { "not credited", [Kind.Missing], true },
        { "credited and taken back in the ledger only", [Kind.Drifted], false },
        { "another amount", [Kind.Drifted], false },
        { "another quantity", [Kind.Drifted], false },
        { "another worker", [Kind.Drifted], false },
        { "another worker as well", [Kind.Extra], false },
        { "twice", [Kind.Doubled], false },
        { "twice, one of them taken back", [], false },
        { "taken back here and there", [], false },
        { "taken back in production only", [Kind.Extra], true },
        { "held here and there", [], false },
        { "held in production only", [Kind.Missing], true },
        { "held and credited", [Kind.Extra], false },
    };

    [Theory]
    [MemberData(nameof(Differences))]
    public void Each_difference_is_told(string what, Kind[] kinds, bool isRepairable)
    {
        _report.IsTakenBack = what.StartsWith("taken back", StringComparison.Ordinal);
        if (what.StartsWith("held", StringComparison.Ordinal)) (_report.IsHeld, _report.Shares[0].Amount) = (true, "");
        var findings = WageComparison.Of(_report, Credits(what), what is "held here and there" or "held and credited" ? new HashSet<Guid> { Worker } : []).ToList();
        findings.Select(f => f.Kind).ShouldBe(kinds);
        findings.ShouldAllBe(f => f.IsRepairable == isRepairable && f.Message.Length > 0 && f.ReportId == _report.Id);
    }

    [Fact]
    public void A_credit_of_no_report_is_extra_and_one_under_another_source_is_double()
    {
        WageComparison.Of(Credit(), report: null)!.Kind.ShouldBe(Kind.Extra);
        WageComparison.Of(Credit() with { Source = "lost" }, _report)!.Kind.ShouldBe(Kind.Doubled);
        WageComparison.Of(Credit(), _report).ShouldBeNull();
        WageComparison.Of(Credit() with { IsReversed = true }, report: null).ShouldBeNull();
    }

    private CreditRow[] Credits(string what) => what switch
    {
        "not credited" or "held here and there" or "held in production only" => [],
        "credited and taken back in the ledger only" or "taken back here and there" => [Credit() with { IsReversed = true }],
        "another amount" => [Credit() with { Amount = 12.4999m }],
        "another quantity" => [Credit() with { Quantity = 9 }],
        "another worker" => [Credit() with { WorkerId = Somebody }],
        "another worker as well" => [Credit(), Credit() with { WorkerId = Somebody }],
        "twice" => [Credit(), Credit()],
        "twice, one of them taken back" => [Credit(), Credit() with { IsReversed = true }],
        _ => [Credit()],
    };

    private CreditRow Credit() => new(Guid.Parse(_report.Id), Guid.NewGuid(), $"report:{_report.Id}:{Worker}", Worker, "EUR", 12.5m, 10, Some.Now, IsReversed: false);
}
