using FactoryFlow.AppHost.Hosting;
using FactoryFlow.AppHost.Processes;

namespace FactoryFlow.AppHost.Tests.Hosting;

public sealed class SupervisionTests : IDisposable
{
    private const string RunForEver = "echo up; while :; do sleep 0.05; done";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task What_was_killed_is_started_again()
    {
        await using var resource = Shell.Resource("service", RunForEver);
        resource.Start();
        await resource.Ready;
        var before = resource.ProcessId;
        await resource.Kill();
        await resource.Ready.WaitAsync(Cancel);
        resource.ProcessId.ShouldNotBe(before);
        resource.Restarts.ShouldBe(1);
    }

    [Fact(Timeout = 180_000)]
    public async Task What_ends_by_itself_again_and_again_is_started_with_growing_pauses()
    {
        await using var resource = Shell.Resource("service", "echo up; sleep 0.2; exit 3");
        resource.Start();
        await Eventually.Is(() => resource.Log.After(0).Count >= 4);
        var starts = resource.Log.After(0).Select(line => line.Time).ToList();
        // A quarter, a half and a whole second; what else the machine does only adds to them.
        (starts[3] - starts[2]).ShouldBeGreaterThan(TimeSpan.FromSeconds(1));
    }

    [Fact(Timeout = 180_000)]
    public async Task What_is_killed_on_purpose_again_and_again_is_started_without_growing_pauses()
    {
        await using var resource = Shell.Resource("service", RunForEver);
        resource.Start();
        await resource.Ready;
        for (var kill = 0; kill < 5; kill++)
        {
            await resource.Kill();
            await resource.Ready.WaitAsync(Cancel);
        }

        // The next pause would have grown to eight seconds.
        await resource.Kill();
        await resource.Ready.WaitAsync(TimeSpan.FromSeconds(7), Cancel);
    }

    [Fact(Timeout = 180_000)]
    public async Task What_was_asked_to_stop_stays_stopped_until_it_is_started_again()
    {
        await using var resource = Shell.Resource("service", RunForEver);
        resource.Start();
        await Eventually.Is(() => resource.Log.After(0).Count == 1);
        await resource.Stop();
        await Task.Delay(600, Cancel);
        (resource.State, resource.ProcessId, resource.Log.After(0).Count).ShouldBe((ResourceState.Exited, null, 1));
        resource.Start();
        await resource.Ready.WaitAsync(Cancel);
    }

    [Fact(Timeout = 180_000)]
    public async Task What_never_becomes_healthy_has_failed_to_start_and_says_its_last_words()
    {
        await using var resource = Shell.Resource("service", "echo no such table >&2; exit 4");
        resource.Health = new HealthProbe(new Uri("http://127.0.0.1:1"), http2: false);
        resource.Start();
        var failure = await Should.ThrowAsync<StartException>(() => resource.Ready.WaitAsync(Cancel));
        failure.Message.ShouldContain("exit code 4");
        failure.Message.ShouldContain("no such table");
        resource.State.ShouldBe(ResourceState.FailedToStart);
    }

    [Fact(Timeout = 180_000)]
    public async Task What_waits_for_another_starts_when_that_one_is_ready()
    {
        var gate = new Health(healthy: false);
        await using var first = gate.Resource("first", RunForEver);
        await using var second = Shell.Resource("second", RunForEver);
        second.WaitsFor.Add(first);
        second.Start();
        first.Start();
        await Eventually.Is(() => first.ProcessId is not null);
        second.State.ShouldBe(ResourceState.Waiting);
        gate.Healthy = true;
        await second.Ready.WaitAsync(Cancel);
    }

    [Fact(Timeout = 180_000)]
    public async Task What_waits_for_another_that_failed_has_failed_too()
    {
        await using var first = Shell.Resource("first", "true");
        await using var second = Shell.Resource("second", RunForEver);
        first.Health = new HealthProbe(new Uri("http://127.0.0.1:1"), http2: false);
        second.WaitsFor.Add(first);
        second.Start();
        first.Start();
        await Should.ThrowAsync<StartException>(() => second.Ready.WaitAsync(Cancel));
    }

    [Fact(Timeout = 180_000)]
    public async Task What_was_healthy_and_is_not_any_more_is_shown_as_unhealthy_and_as_running_when_it_recovers()
    {
        var gate = new Health(healthy: true);
        await using var resource = gate.Resource("service", RunForEver);
        resource.Start();
        await resource.Ready;
        gate.Healthy = false;
        await Eventually.Is(() => resource.State == ResourceState.RuntimeUnhealthy);
        gate.Healthy = true;
        await Eventually.Is(() => resource.State == ResourceState.Running);
    }

    [Fact(Timeout = 180_000)]
    public async Task The_process_is_noted_while_it_runs()
    {
        await using var resource = Shell.Resource("service", RunForEver);
        resource.PidFiles = new PidFiles(_folder.Path);
        resource.Start();
        await resource.Ready;
        (await File.ReadAllTextAsync(_folder.File("service.pid"), Cancel)).ShouldStartWith($"{resource.ProcessId} ");
        await resource.Stop();
        File.Exists(_folder.File("service.pid")).ShouldBeFalse();
    }

    [Fact(Timeout = 180_000)]
    public async Task A_program_that_does_not_exist_has_failed_to_start()
    {
        await using var resource = new ExecutableResource("service", "/no/such/program", "/", []);
        resource.Health = new HealthProbe(new Uri("http://127.0.0.1:1"), http2: false);
        resource.Start();
        (await Should.ThrowAsync<StartException>(() => resource.Ready.WaitAsync(Cancel))).Message.ShouldContain("/no/such/program");
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A health that the test switches.</summary>
    private sealed class Health(bool healthy)
    {
        public bool Healthy { get; set; } = healthy;

        public ExecutableResource Resource(string name, string script) => new Switched(name, script, this);

        private sealed class Switched(string name, string script, Health health) : ExecutableResource(name, "sh", "/", ["-c", script])
        {
            protected override Task<bool> Probe(CancellationToken cancellationToken) => Task.FromResult(health.Healthy);
        }
    }
}
