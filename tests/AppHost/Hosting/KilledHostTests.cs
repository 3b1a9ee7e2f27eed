using FactoryFlow.AppHost.Processes;

namespace FactoryFlow.AppHost.Tests.Hosting;

/// <summary>An app host that is killed, with stand-ins for the services.</summary>
public sealed class KilledHostTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact(Timeout = 180_000)]
    public async Task Killed_without_warning_it_leaves_nothing_and_the_next_start_finds_everything_again()
    {
        await using (var first = await HostProcess.StartReady(_folder.Path))
        {
            first.Output.ShouldContain("with the password ");
            first.Send(Signal.Kill);
            await Eventually.Is(() => ProcessList.Mentioning(_folder.Path).Count == 0);
        }
        var password = await File.ReadAllTextAsync(_folder.File("secrets/administrator-password"), TestContext.Current.CancellationToken);
        await using var second = await HostProcess.StartReady(_folder.Path);
        second.Output.ShouldNotContain(password);
        second.Output.ShouldContain("administrator-password");
    }

    [Fact(Timeout = 180_000)]
    public async Task Started_again_at_once_after_a_kill_it_waits_for_what_is_still_ending()
    {
        await using var first = await HostProcess.StartReady(_folder.Path);
        first.Send(Signal.Kill);
        await using var second = await HostProcess.StartReady(_folder.Path);
        (await second.Ask("/health/ready")).ShouldBe("ready");
    }

    public void Dispose() => _folder.Dispose();
}
