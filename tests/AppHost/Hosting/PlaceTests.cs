using FactoryFlow.AppHost.Processes;
using FactoryFlow.AppHost.Servers;

namespace FactoryFlow.AppHost.Tests.Hosting;

/// <summary>Where the data may lie and who may start it, with stand-ins for the services.</summary>
public sealed class PlaceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

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
