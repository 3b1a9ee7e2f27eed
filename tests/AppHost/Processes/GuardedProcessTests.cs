using System.Diagnostics;
using FactoryFlow.AppHost.Processes;

namespace FactoryFlow.AppHost.Tests.Processes;

/// <summary>By itself: it measures time.</summary>
[Collection(nameof(GuardedProcessTests))]
[CollectionDefinition(nameof(GuardedProcessTests), DisableParallelization = true)]
public sealed class GuardedProcessTests
{
    private readonly LogBuffer _log = new();
    private readonly string _mark = Guid.NewGuid().ToString("N");

    [Fact(Timeout = 180_000)]
    public async Task A_process_is_asked_to_end_and_may_finish_what_it_does()
    {
        await using var process = Start("trap 'echo bye; exit 7' TERM; echo hello; while :; do sleep 0.05; done");
        await Eventually.Is(() => _log.After(0).Any(line => line.Text == "hello"));
        await process.Stop();
        (await process.Exited).ShouldBe(7);
        _log.After(0)[^1].Text.ShouldBe("bye");
    }

    [Fact(Timeout = 180_000)]
    public async Task A_process_that_does_not_listen_is_killed_after_its_grace()
    {
        await using var process = Start("trap '' TERM; echo hello; while :; do sleep 0.05; done");
        await Eventually.Is(() => _log.After(0).Count > 0);
        var clock = Stopwatch.StartNew();
        await process.Stop();
        clock.Elapsed.ShouldBeInRange(TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(5));
    }

    [Fact(Timeout = 180_000)]
    public async Task What_a_process_leaves_behind_is_swept_away_when_it_ends()
    {
        await using var process = Start("sleep 1000 & sleep 1000 & echo started");
        await process.Exited;
        await Eventually.Is(() => ProcessList.Mentioning(_mark).Count == 0);
    }

    [Fact(Timeout = 180_000)]
    public async Task Killing_a_process_kills_those_that_left_its_group()
    {
        await using var process = Start("setsid sleep 1000 & echo started; wait");
        await Eventually.Is(() => _log.After(0).Count > 0);
        await process.Kill();
        await Eventually.Is(() => ProcessList.Mentioning(_mark).Count == 0);
    }

    [Fact(Timeout = 180_000)]
    public async Task Variables_keep_names_that_a_shell_could_not_use()
    {
        var command = Shell.Command("env") with { File = "env", Arguments = [], Environment = new Dictionary<string, string?> { ["A__b-c"] = "kept", ["HOME"] = null } };
        await using var process = GuardedProcess.Start(command, _log);
        await process.Exited;
        _log.After(0).ShouldContain(line => line.Text == "A__b-c=kept");
        _log.After(0).ShouldNotContain(line => line.Text.StartsWith("HOME="));
    }

    private GuardedProcess Start(string script) =>
        GuardedProcess.Start(Shell.Command(script) with { Environment = new Dictionary<string, string?> { ["MARK"] = _mark } }, _log);
}
