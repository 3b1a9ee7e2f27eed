using FactoryFlow.Workflow.Webhooks;

namespace FactoryFlow.Workflow.Tests.Webhooks;

public sealed class RetryTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(1, "00:00:05")]
    [InlineData(2, "00:00:30")]
    [InlineData(3, "00:02:00")]
    [InlineData(4, "00:10:00")]
    [InlineData(5, "00:30:00")]
    [InlineData(6, "01:00:00")]
    [InlineData(7, "02:00:00")]
    [InlineData(8, "04:00:00")]
    [InlineData(9, "08:00:00")]
    [InlineData(10, "08:00:00")]
    [InlineData(11, null)]
    public void Pauses_grow_and_end(int tries, string? pause) => Retry.After(tries, null, 0.5).ShouldBe(pause is null ? null : TimeSpan.Parse(pause, null));

    [Fact]
    public void All_of_them_together_are_about_a_day()
    {
        var day = Enumerable.Range(1, 10).Aggregate(TimeSpan.Zero, (sum, tries) => sum + Retry.After(tries, null, 0.5)!.Value);
        day.TotalHours.ShouldBeInRange(23, 24);
    }

    [Fact]
    public void What_failed_together_comes_back_apart() =>
        (Retry.After(6, null, 0)!.Value, Retry.After(6, null, 1)!.Value).ShouldBe((Hour * 0.9, Hour * 1.1));

    [Theory]
    [InlineData(60, 60)]
    [InlineData(1, 5)]
    [InlineData(-60, 5)]
    [InlineData(1_000_000, 31_680)]
    public void Whoever_asks_for_a_longer_pause_has_it_within_bounds(int asked, int seconds) =>
        Retry.After(1, TimeSpan.FromSeconds(asked), 0.5).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void Whoever_asks_for_a_pause_after_the_last_try_has_none() => Retry.After(11, Hour, 0.5).ShouldBeNull();
}
