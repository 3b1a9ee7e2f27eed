using FactoryFlow.AppHost.Processes;
using FactoryFlow.AppHost.Servers;
using Npgsql;

namespace FactoryFlow.AppHost.Hosting;

/// <summary>PostgreSQL: the one whose address was given, or one of our own.</summary>
internal sealed class PostgresResource(string name, DistributedApplicationBuilder application) : ProcessResource(name, "PostgresServer")
{
    private readonly string? _given = DistributedApplicationBuilder.GivenConnectionString(name);
    private PostgresServer? _own;

    /// <summary>Keeps the roles' passwords, also those on a server that runs elsewhere.</summary>
    public DataFolder Data => application.Data;

    public override string? ConnectionString => _given ?? _own?.ConnectionString;

    protected override async Task<LaunchCommand?> Prepare(CancellationToken cancellationToken)
    {
        if (_given is not null)
            return null;
        _own ??= await PostgresServer.Prepare(new ServerOptions { DataFolder = Data.Path, Report = application.Announcer.Say }, cancellationToken);
        Endpoints.Clear();
        Endpoints.Add(("tcp", $"tcp://127.0.0.1:{_own.Port}"));
        return _own.Command;
    }

    protected override async Task<bool> Probe(CancellationToken cancellationToken)
    {
        if (_own is not null)
            return await _own.Answers(cancellationToken);
        try
        {
            await using var connection = new NpgsqlConnection(_given);
            await connection.OpenAsync(cancellationToken);
            return true;
        }
        catch (NpgsqlException e)
        {
            Log.Add(e.Message, isError: true);
            return false;
        }
    }
}
