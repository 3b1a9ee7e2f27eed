using FactoryFlow.AppHost.Dashboard;
using FactoryFlow.AppHost.Dashboard.Contract;
using FactoryFlow.AppHost.Hosting;
using Grpc.Core;
using Grpc.Net.Client;

namespace FactoryFlow.AppHost.Tests.Dashboard;

/// <summary>What the dashboard would be told, asked for with a gRPC client as it does.</summary>
public sealed class ResourceServiceTests : IAsyncLifetime
{
    private readonly DistributedApplicationBuilder _builder = new(["--no-dashboard"]);
    private DistributedApplication _application = null!;
    private ExecutableResource _ticker = null!;
    private ResourceServiceHost _host = null!;
    private GrpcChannel _channel = null!;
    private DashboardService.DashboardServiceClient _client = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Metadata Key => new() { { "x-resource-service-api-key", _host.Key } };

    public async ValueTask InitializeAsync()
    {
        var first = _builder.AddExecutable("first", "sleep", "/", "1000");
        _ticker = _builder.AddExecutable("ticker", "sh", "/", "-c", "echo tick; echo oops >&2; sleep 1000")
            .WithEnvironment("COLOUR", "green").WithSecret(_builder.AddSecret("password", "TICKER_PASSWORD", 8)).WaitFor(first).Resource;
        _ticker.Endpoints.Add(("http", "http://127.0.0.1:1"));
        Environment.SetEnvironmentVariable("TICKER_PASSWORD", "not for all to see");
        _application = _builder.Build();
        foreach (var resource in _application.Resources)
            resource.Start();
        await Task.WhenAll(_application.Resources.Select(resource => resource.Ready));
        _host = await ResourceServiceHost.Start(_application, Cancel);
        _channel = GrpcChannel.ForAddress(_host.Address);
        _client = new DashboardService.DashboardServiceClient(_channel);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _host.DisposeAsync();
        await _application.DisposeAsync();
    }

    [Fact(Timeout = 180_000)]
    public async Task Nobody_is_answered_without_the_key()
    {
        var call = _client.GetApplicationInformationAsync(new ApplicationInformationRequest(), cancellationToken: Cancel);
        (await Should.ThrowAsync<RpcException>(() => call.ResponseAsync)).StatusCode.ShouldBe(StatusCode.Unauthenticated);
    }

    [Fact(Timeout = 180_000)]
    public async Task The_application_says_its_name() =>
        (await _client.GetApplicationInformationAsync(new ApplicationInformationRequest(), Key, cancellationToken: Cancel)).ApplicationName.ShouldBe("FactoryFlow");

    [Fact(Timeout = 180_000)]
    public async Task A_resource_is_shown_with_all_that_is_known_of_it()
    {
        var ticker = (await Snapshot()).Single(resource => resource.DisplayName == "ticker");
        (ticker.Name, ticker.State, ticker.StateStyle).ShouldBe((_ticker.Id, "Running", "success"));
        ticker.Urls.ShouldHaveSingleItem().FullUrl.ShouldBe("http://127.0.0.1:1");
        ticker.HealthReports.ShouldHaveSingleItem().Status.ShouldBe(0);
        ticker.Relationships.ShouldHaveSingleItem().ShouldBe(new Relationship { ResourceName = "first", Type = "WaitFor" });
        ticker.Properties.Single(property => property.Name == "executable.pid").Value.NumberValue.ShouldBe(_ticker.ProcessId!.Value);
        ticker.Commands.Where(command => command.State == 0).Select(command => command.Name).ShouldBe(["stop", "restart"]);
    }

    [Fact(Timeout = 180_000)]
    public async Task Secrets_among_the_variables_never_leave_the_app_host()
    {
        var ticker = (await Snapshot()).Single(resource => resource.DisplayName == "ticker");
        ticker.Environment.Single(variable => variable.Name == "COLOUR").Value.ShouldBe("green");
        ticker.Environment.Single(variable => variable.Name == "TICKER_PASSWORD").Value.ShouldBe("********");
        ticker.ToString().ShouldNotContain("not for all to see");
    }

    [Fact(Timeout = 180_000)]
    public async Task Console_lines_come_with_their_time_and_origin()
    {
        await Eventually.Is(() => _ticker.Log.After(0).Count == 2);
        using var call = _client.WatchResourceConsoleLogs(new WatchConsoleLogsRequest { ResourceName = _ticker.Id, SuppressFollow = true }, Key, cancellationToken: Cancel);
        var lines = await call.ResponseStream.ReadAllAsync(Cancel).SelectMany(update => update.LogLines.ToAsyncEnumerable()).ToListAsync(Cancel);
        lines.Select(line => line.IsStdErr).ShouldBe([false, true], ignoreOrder: true);
        DateTimeOffset.TryParse(lines[0].Text.Split(' ')[0], out _).ShouldBeTrue();
        lines[0].Text.ShouldEndWith(lines[0].IsStdErr ? " oops" : " tick");
    }

    [Fact(Timeout = 180_000)]
    public async Task New_console_lines_follow()
    {
        using var call = _client.WatchResourceConsoleLogs(new WatchConsoleLogsRequest { ResourceName = _ticker.Id }, Key, cancellationToken: Cancel);
        _ticker.Log.Add("later");
        await foreach (var update in call.ResponseStream.ReadAllAsync(Cancel))
        {
            if (update.LogLines.Any(line => line.Text.EndsWith(" later")))
                return;
        }
    }

    [Fact(Timeout = 180_000)]
    public async Task Commands_are_carried_out_and_their_effect_is_told_to_who_watches()
    {
        using var watch = _client.WatchResources(new WatchResourcesRequest(), Key, cancellationToken: Cancel);
        (await watch.ResponseStream.MoveNext(Cancel)).ShouldBeTrue();
        (await Command("stop")).Kind.ShouldBe(1);
        while (await watch.ResponseStream.MoveNext(Cancel) && watch.ResponseStream.Current.Changes.Value[0].Upsert.State != "Exited")
            watch.ResponseStream.Current.Changes.Value[0].Upsert.DisplayName.ShouldBe("ticker");
        (await Command("start")).Kind.ShouldBe(1);
        await _ticker.Ready;
        (await Command("restart")).Kind.ShouldBe(1);
        await _ticker.Ready;
    }

    [Fact(Timeout = 180_000)]
    public async Task Commands_that_do_not_exist_are_refused() => (await Command("explode")).Kind.ShouldBe(2);

    [Fact(Timeout = 180_000)]
    public async Task The_stream_of_questions_stays_open_and_idle_until_the_app_host_ends()
    {
        using var call = _client.WatchInteractions(Key, cancellationToken: Cancel);
        await call.ResponseHeadersAsync;
        var next = call.ResponseStream.MoveNext(Cancel);
        (await Task.WhenAny(next, Task.Delay(500, Cancel))).ShouldNotBe(next);
        await _host.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5), Cancel);
        // As an end of the stream or of its connection, whichever the client sees first.
        await Task.WhenAny(next).WaitAsync(TimeSpan.FromSeconds(5), Cancel);
    }

    private async Task<IReadOnlyList<ResourceView>> Snapshot()
    {
        using var call = _client.WatchResources(new WatchResourcesRequest(), Key, cancellationToken: Cancel);
        await call.ResponseStream.MoveNext(Cancel);
        return call.ResponseStream.Current.InitialData.Resources;
    }

    private Task<CommandResponse> Command(string name) =>
        _client.ExecuteResourceCommandAsync(new CommandRequest { CommandName = name, ResourceName = _ticker.Id }, Key, cancellationToken: Cancel).ResponseAsync;
}
