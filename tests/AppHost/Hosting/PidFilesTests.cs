using System.Diagnostics;
using FactoryFlow.AppHost.Hosting;

namespace FactoryFlow.AppHost.Tests.Hosting;

public sealed class PidFilesTests
{
    [Theory(Timeout = 180_000)]
    [InlineData("sleep 1000")]
    [InlineData("trap '' TERM; while :; do sleep 0.05; done")]
    public async Task What_an_earlier_start_left_over_is_ended(string script)
    {
        using var folder = new TemporaryFolder();
        // As the app host starts processes: each leads a group of its own.
        using var leftover = Process.Start("setsid", ["sh", "-c", script]);
        new PidFiles(folder.Path).Write("leftover", leftover.Id);
        await new PidFiles(folder.Path).ClearLeftovers(TimeSpan.FromSeconds(1));
        await leftover.WaitForExitAsync(TestContext.Current.CancellationToken);
        Directory.EnumerateFiles(folder.Path).ShouldBeEmpty();
    }

    [Fact(Timeout = 180_000)]
    public async Task Another_process_that_was_given_the_same_number_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        using var stranger = Process.Start("sleep", "1000");
        await File.WriteAllTextAsync(folder.File("old.pid"), $"{stranger.Id} 12345", TestContext.Current.CancellationToken);
        await new PidFiles(folder.Path).ClearLeftovers(TimeSpan.FromSeconds(1));
        stranger.HasExited.ShouldBeFalse();
        stranger.Kill();
    }
}
