using FactoryFlow.Events.Production;
using FactoryFlow.Ledger.Entries;
using FactoryFlow.Ledger.Tests.Support;
using FactoryFlow.Ledger.Wages;

namespace FactoryFlow.Ledger.Tests.Wages;

public sealed class WageTests
{
    private static readonly JobStepCompleted Step = Some.Step(Guid.NewGuid());

    public static TheoryData<JobStepCompleted> Unearned =>
    [
        Step with { IsPaid = false },
        Step with { Rate = null, RateVersionId = null },
        Step with { GoodQuantity = 0 },
        Step with { Rate = 0m },
    ];

    [Theory]
    [MemberData(nameof(Unearned))]
    public void What_earns_nothing_makes_no_entry(JobStepCompleted step) => Of(step).ShouldBeEmpty();

    [Theory]
    [InlineData(1, "0.0001", "0.0001")]
    [InlineData(3, "0.3333", "0.9999")]
    [InlineData(10_000_000, "100000", "1000000000000")]
    public void A_wage_is_the_rate_times_the_good_pieces_and_nothing_is_rounded(int pieces, string rate, string amount) =>
        Of(Step with { GoodQuantity = pieces, Rate = Amount(rate) }).Single().Lines.Select(l => l.Amount).ShouldBe([Amount(amount), -Amount(amount)]);

    [Fact]
    public void A_wage_explains_itself()
    {
        var posting = Of(Step).Single();
        posting.Description.ShouldBe("Cutting, job 17: 10 x 1.2500");
        (posting.Type, posting.Source, posting.EffectiveTime).ShouldBe(("WAGE", $"job-step:{Step.StepId}", Step.OccurredAt));
        posting.Lines.Select(l => (l.Account, l.WorkerId)).ShouldBe([("WORKER_PAYABLE", Step.WorkerId), ("WAGES_EXPENSE", null)]);
        (posting.Details.Quantity * posting.Details.Rate).ShouldBe(posting.Lines[0].Amount);
        (posting.Details.JobId, posting.Details.StepId, posting.Details.RateVersionId).ShouldBe((Step.JobId, Step.StepId, Step.RateVersionId));
    }

    private static List<Posting> Of(JobStepCompleted step) => [.. Wage.Of(Report.Of(step), Guid.NewGuid)];

    private static decimal Amount(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
