using FactoryFlow.Tenancy.Domains;

namespace FactoryFlow.Tenancy.Tests.Domains;

public sealed class DomainBackoffTests
{
    [Theory]
    [InlineData(1, 30)]
    [InlineData(2, 60)]
    [InlineData(5, 480)]
    [InlineData(8, 3600)]
    [InlineData(1000, 3600)]
    public void Each_pause_is_twice_the_last_up_to_an_hour(int attempts, int seconds) =>
        DomainBackoff.Next(attempts, TimeSpan.Zero, null, 0.5).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData(0, 24)]
    [InlineData(1, 36)]
    public void Chance_shifts_a_pause_by_a_fifth(double chance, int seconds) => DomainBackoff.Next(1, TimeSpan.Zero, null, chance).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData(5, 30)]
    [InlineData(77, 77)]
    [InlineData(1_000_000, 86_400)]
    public void Who_asks_for_patience_gets_it_up_to_a_day(int asked, int seconds) =>
        DomainBackoff.Next(1, TimeSpan.Zero, TimeSpan.FromSeconds(asked), 0.5).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData(71.99 * 3600, false)]
    [InlineData(72 * 3600, true)]
    public void After_three_days_it_is_over(double since, bool isOver) => (DomainBackoff.Next(1, TimeSpan.FromSeconds(since), null, 0.5) is null).ShouldBe(isOver);
}
