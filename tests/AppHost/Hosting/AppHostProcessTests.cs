using System.Net;
using System.Net.Sockets;
using FactoryFlow.AppHost.Processes;
using FactoryFlow.AppHost.Servers;

namespace FactoryFlow.AppHost.Tests.Hosting;

/// <summary>A whole start, as a newcomer sees it, with stand-ins for the services.</summary>
public sealed class AppHostProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory(Timeout = 180_000)]
    [InlineData(nameof(Signal.Terminate))]
    [InlineData(nameof(Signal.Interrupt))]
    public async Task Told_to_stop_it_ends_with_success_within_15_seconds_and_nothing_is_left(string signal)
    {
        await using var host = await HostProcess.StartReady(_folder.Path);
        ProcessList.Mentioning(_folder.Path).Count.ShouldBeGreaterThan(5);
        host.Send(Enum.Parse<Signal>(signal));
        (await host.Exit(seconds: 15)).ShouldBe(0);
        await Eventually.Is(() => ProcessList.Mentioning(_folder.Path).Count == 0, seconds: 1);
    }

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

    [Fact(Timeout = 180_000)]
    public async Task Two_on_different_folders_run_side_by_side_and_a_second_on_the_same_is_refused()
    {
        using var other = new TemporaryFolder();
        await using var first = await HostProcess.StartReady(_folder.Path);
        await using var second = await HostProcess.StartReady(other.Path);
        await using var refused = HostProcess.Start(_folder.Path);
        (await refused.Exit()).ShouldBe(1);
        refused.Output.ShouldContain($"already runs with the data in {_folder.Path}");
        (await first.Ask("/health/ready")).ShouldBe("ready");
        (await second.Ask("/health/ready")).ShouldBe("ready");
    }

    [Fact(Timeout = 180_000)]
    public async Task An_ordinary_user_needs_nothing_more()
    {
        Assert.SkipUnless(Unix.IsRoot, "Only root can become somebody else.");
        _folder.GiveTo("nobody");
        var environment = new Dictionary<string, string> { ["HOME"] = _folder.Path, ["XDG_CACHE_HOME"] = _folder.Path };
        await using var host = await HostProcess.StartReady(_folder.File("data"), account: "nobody", environment: environment);
        (await host.Ask("/health/ready")).ShouldBe("ready");
    }

    [Fact(Timeout = 180_000)]
    public async Task Root_may_keep_the_data_where_PostgreSQLs_account_cannot_go()
    {
        Assert.SkipUnless(Unix.IsRoot, "Only root has such a place.");
        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await using var server = await PostgresServer.Start(new ServerOptions { DataFolder = _folder.File("closed") }, TestContext.Current.CancellationToken);
        (await Sql.Scalar(server.ConnectionString, "select 1")).ShouldBe(1);
        new DataFolder(server.Folder).Delete();
    }

    [Theory(Timeout = 180_000)]
    [InlineData("--dashboard-port=0")]
    [InlineData("--no-dashboard")]
    public async Task A_port_in_use_is_named_with_the_option_that_changes_it(string dashboard)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await using var host = HostProcess.Start(_folder.Path, ["--gateway-port", $"{port}", dashboard]);
        (await host.Exit()).ShouldBe(1);
        host.Output.ShouldContain($"Port {port} is in use by another program: choose another one with --gateway-port.");
    }

    [Fact(Timeout = 180_000)]
    public async Task What_cannot_be_understood_is_answered_with_the_usage()
    {
        await using var host = HostProcess.Start(_folder.Path, ["--bogus"]);
        (await host.Exit()).ShouldBe(2);
        host.Output.ShouldContain("--bogus is not known.");
        host.Output.ShouldContain("Usage:");
    }

    [Theory(Timeout = 180_000)]
    [InlineData("ASPNETCORE_ENVIRONMENT")]
    [InlineData("DOTNET_ENVIRONMENT")]
    public async Task Outside_Development_a_missing_administrators_password_stops_the_start(string variable)
    {
        await using var host = HostProcess.Start(_folder.Path, environment: new() { [variable] = "Production" });
        (await host.Exit()).ShouldBe(1);
        host.Output.ShouldContain("give it in Platform__AdminPassword");
    }

    [Theory(Timeout = 120_000)]
    [InlineData("postgres", "Host=127.0.0.1;Port=1;Username=nobody")]
    [InlineData("rabbitmq", "amqp://127.0.0.1:1")]
    public async Task A_given_server_that_does_not_answer_is_named(string name, string connectionString)
    {
        await using var host = HostProcess.Start(_folder.Path, environment: new() { [$"ConnectionStrings__{name}"] = connectionString });
        (await host.Exit(60)).ShouldBe(1);
        host.Output.ShouldContain($"ConnectionStrings__{name}");
    }

    [Fact(Timeout = 180_000)]
    public async Task Given_servers_are_used_and_left_running()
    {
        await using var postgres = await PostgresServer.Start(cancellationToken: TestContext.Current.CancellationToken);
        await using var rabbitmq = await RabbitMqServer.Start(cancellationToken: TestContext.Current.CancellationToken);
        var given = new Dictionary<string, string> { ["ConnectionStrings__postgres"] = postgres.ConnectionString, ["ConnectionStrings__rabbitmq"] = rabbitmq.ConnectionString };
        await using (await HostProcess.StartReady(_folder.Path, environment: given))
            Directory.Exists(_folder.File("postgres")).ShouldBeFalse();
        (await Sql.Scalar(postgres.ConnectionString, "select count(*) from pg_database where datname = 'identity'")).ShouldBe(1L);
        (await rabbitmq.Answers(TestContext.Current.CancellationToken)).ShouldBeTrue();
    }

    public void Dispose() => _folder.Dispose();
}
