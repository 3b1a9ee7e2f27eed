using FactoryFlow.AppHost.Servers;
using Npgsql;

namespace FactoryFlow.AppHost.Tests.Servers;

public sealed class PostgresServerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task A_temporary_server_vanishes_with_its_data()
    {
        var server = await PostgresServer.Start(cancellationToken: Cancel);
        (await Sql.Scalar(server.ConnectionString, "select 1")).ShouldBe(1);
        await server.DisposeAsync();
        Directory.Exists(server.Folder).ShouldBeFalse();
        await Should.ThrowAsync<NpgsqlException>(() => Sql.Scalar(server.ConnectionString, "select 1"));
    }

    [Theory(Timeout = 180_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_committed_is_there_after_a_stop_and_after_a_kill(bool kill)
    {
        await using var server = await PostgresServer.Start(cancellationToken: Cancel);
        await Sql.Scalar(server.ConnectionString, "create table kept (id int); insert into kept values (7)");
        await (kill ? server.Kill() : server.Stop());
        await server.StartAgain(Cancel);
        (await Sql.Scalar(server.ConnectionString, "select id from kept")).ShouldBe(7);
    }

    [Fact(Timeout = 180_000)]
    public async Task A_second_server_on_the_same_folder_finds_the_data_again()
    {
        using var folder = new TemporaryFolder();
        var options = new ServerOptions { DataFolder = folder.Path };
        await using (var first = await PostgresServer.Start(options, Cancel))
            await Sql.Scalar(first.ConnectionString, "create table kept as select 7 as id");
        await using var second = await PostgresServer.Start(options, Cancel);
        (await Sql.Scalar(second.ConnectionString, "select id from kept")).ShouldBe(7);
    }
}
