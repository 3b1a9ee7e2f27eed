using FactoryFlow.AppHost.Processes;
using Npgsql;

namespace FactoryFlow.AppHost.Servers;

/// <summary>
/// One service's database with its two roles: the owner that migrates, and the application role that owns nothing and
/// cannot do more than the migrations grant it.
/// </summary>
/// <param name="Name">The service, which is also the database's name.</param>
/// <param name="OwnerConnectionString">Connects as the owner of the database and of its schema public.</param>
/// <param name="AppConnectionString">Connects as the application role.</param>
public sealed record ServiceDatabase(string Name, string OwnerConnectionString, string AppConnectionString)
{
    /// <summary>Creates the database and its roles, or finds them as they are.</summary>
    /// <param name="server">A server of our own; its folder keeps the generated passwords.</param>
    /// <param name="name">The service's name: lower-case letters and digits.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Task<ServiceDatabase> Create(PostgresServer server, string name, CancellationToken cancellationToken = default) =>
        Create(server.ConnectionString, server.Data, name, cancellationToken);

    /// <summary>The same on any server, given an administrator who may create databases and roles.</summary>
    internal static async Task<ServiceDatabase> Create(string administrator, DataFolder secrets, string name, CancellationToken cancellationToken)
    {
        var (owner, app) = ($"{name}_owner", $"{name}_app");
        string As(string role) => new NpgsqlConnectionStringBuilder(administrator) { Database = name, Username = role, Password = secrets.Secret(role) }.ConnectionString;
        var database = new ServiceDatabase(name, As(owner), As(app));

        try
        {
            await CreateAsAdministrator(administrator, secrets, name, owner, app, cancellationToken);
            await ArrangeAsOwner(database, owner, app, cancellationToken);
            return database;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new StartException($"PostgreSQL refuses to create the database {name} ({e.MessageText}): the user in ConnectionStrings__postgres needs CREATEDB and CREATEROLE.");
        }
    }

    private static async Task CreateAsAdministrator(string administrator, DataFolder secrets, string name, string owner, string app, CancellationToken cancellationToken)
    {
        await using var connection = await Open(administrator, cancellationToken);
        await CreateRole(connection, owner, secrets.Secret(owner), cancellationToken);
        await CreateRole(connection, app, secrets.Secret(app), cancellationToken);
        // An administrator who is no superuser may only give a database to a role that it is a member of.
        await Execute(connection, $"grant \"{owner}\" to current_user", cancellationToken);
        if (!await Exists(connection, "select 1 from pg_database where datname = $1", name, cancellationToken))
            await Execute(connection, $"create database \"{name}\" owner \"{owner}\"", cancellationToken);
    }

    private static async Task ArrangeAsOwner(ServiceDatabase database, string owner, string app, CancellationToken cancellationToken)
    {
        await using var connection = await Open(database.OwnerConnectionString, cancellationToken);
        await Execute(connection, $"""
            alter schema public owner to "{owner}";
            revoke all on schema public from public;
            revoke all on database "{database.Name}" from public;
            grant connect on database "{database.Name}" to "{app}";
            grant usage on schema public to "{app}";
            """, cancellationToken);
    }

    private static async Task CreateRole(NpgsqlConnection connection, string role, string password, CancellationToken cancellationToken)
    {
        // Role names are ours and passwords are base64: neither can hold a quote. A role takes no parameters.
        var exists = await Exists(connection, "select 1 from pg_roles where rolname = $1", role, cancellationToken);
        await Execute(connection, exists
            ? $"set password_encryption = 'scram-sha-256'; alter role \"{role}\" password '{password}'"
            : $"set password_encryption = 'scram-sha-256'; create role \"{role}\" login nosuperuser nobypassrls nocreatedb nocreaterole noreplication password '{password}'",
            cancellationToken);
    }

    private static async Task<NpgsqlConnection> Open(string connectionString, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    private static async Task<bool> Exists(NpgsqlConnection connection, string query, string name, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(query, connection) { Parameters = { new() { Value = name } } };
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    private static async Task Execute(NpgsqlConnection connection, string statements, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(statements, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
