using FactoryFlow.AppHost.Hosting;

namespace FactoryFlow.AppHost.Tests.Hosting;

public sealed class BackoffTests
{
    [Fact]
    public void Pauses_double_up_to_a_quarter_of_a_minute()
    {
        var backoff = new Backoff();
        var pauses = Enumerable.Range(0, 9).Select(_ => backoff.After(TimeSpan.FromSeconds(1)).TotalSeconds);
        pauses.ShouldBe([0.25, 0.5, 1, 2, 4, 8, 15, 15, 15]);
    }

    [Fact]
    public void After_a_calm_while_the_pause_is_short_again()
    {
        var backoff = new Backoff();
        for (var crash = 0; crash < 5; crash++)
            backoff.After(TimeSpan.Zero);
        backoff.After(TimeSpan.FromSeconds(31)).TotalSeconds.ShouldBe(0.25);
    }
}
