using System.Diagnostics;
using FactoryFlow.Platform.Messages;

namespace FactoryFlow.Platform.Tests.Messages;

public sealed class PaceTests
{
    [Fact]
    public async Task The_first_begins_at_once_and_what_follows_right_behind_a_little_later()
    {
        var pace = new Pace(TimeSpan.FromMilliseconds(25));
        pace.Next(TestContext.Current.CancellationToken).IsCompleted.ShouldBeTrue();
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < 3; i++) await pace.Next(TestContext.Current.CancellationToken);
        Stopwatch.GetElapsedTime(began).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(70));
    }

    [Fact]
    public void Without_a_distance_nothing_waits()
    {
        var pace = new Pace(TimeSpan.Zero);
        for (var i = 0; i < 10; i++) pace.Next(TestContext.Current.CancellationToken).IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public async Task After_a_pause_nothing_waits()
    {
        var pace = new Pace(TimeSpan.FromMilliseconds(25));
        await pace.Next(TestContext.Current.CancellationToken);
        await Task.Delay(50, TestContext.Current.CancellationToken);
        pace.Next(TestContext.Current.CancellationToken).IsCompleted.ShouldBeTrue();
    }
}
