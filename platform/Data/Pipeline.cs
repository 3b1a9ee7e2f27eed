using Npgsql;

namespace FactoryFlow.Platform.Data;

/// <summary>
/// A transaction as PostgreSQL's wire wants it: statements are queued and go out together, so that a write costs two round
/// trips at most. One flush alone needs no BEGIN and COMMIT (the protocol makes it a transaction); several are bracketed.
/// The tenant is set in front of each run of statements of one tenant, for the transaction only.
/// </summary>
internal sealed class Pipeline(NpgsqlConnection connection, bool isRead, CancellationToken ct)
{
    private readonly List<Statement> _queued = [];
    private Scope _scope;
    private bool _begun;
    private int _claim;

    /// <summary>Whether nothing may be written.</summary>
    public bool IsRead => isRead;

    /// <summary>Whether a statement that changes something waits to be sent.</summary>
    public bool HasWrites { get; private set; }

    public void Queue(Scope scope, Sql sql, Func<NpgsqlDataReader, CancellationToken, ValueTask>? read)
    {
        if (isRead && read is null) throw new InvalidOperationException("A read keeps nothing: what shall be kept is written in a write.");
        if (scope != _scope)
        {
            _queued.Add(new Statement(ScopeStatement(scope, isRead), Discard));
            _scope = scope;
        }

        _queued.Add(new Statement(sql.ToCommand(), read));
        HasWrites |= read is null || sql.MayChange;
    }

    /// <summary>Says that what is queued so far is the claim of the idempotency key.</summary>
    public void MarkClaim() => _claim = _queued.Count;

    /// <summary>Sends the claim with what is queued behind it; alone, when a write is, which must wait for the claim's answer.</summary>
    public Task FlushClaim() => Flush(HasWrites ? _claim : _queued.Count);

    /// <summary>Sends what is queued and stays in the transaction.</summary>
    public Task Flush() => Flush(_queued.Count);

    /// <summary>Sends what is queued and commits.</summary>
    public async Task Commit()
    {
        if (_begun) _queued.Add(new Statement(new NpgsqlBatchCommand("commit"), null));
        if (_queued.Count > 0) await Send(_queued.Count);
        _begun = false;
    }

    private async Task Flush(int count)
    {
        if (count == 0) return;
        // What only reads needs no bracket: each flush is a transaction of its own.
        if (!_begun && !isRead)
        {
            _begun = true;
            _queued.Insert(0, new Statement(new NpgsqlBatchCommand("begin"), null));
            count++;
        }

        await Send(count);
    }

    private async Task Send(int count)
    {
        var sent = _queued.GetRange(0, count);
        _queued.RemoveRange(0, count);
        if (_queued.Count == 0) HasWrites = false;
        await using var batch = new NpgsqlBatch(connection);
        foreach (var statement in sent) batch.BatchCommands.Add(statement.Command);
        await using (var reader = await batch.ExecuteReaderAsync(ct))
        {
            var more = true;
            foreach (var statement in sent)
            {
                // Npgsql shows only the statements that answer rows, in order; a write answers none.
                if (statement.Read is null) continue;
                if (!more) throw new InvalidOperationException("A queued question answered no rows: " + statement.Command.CommandText);
                await statement.Read(reader, ct);
                more = await reader.NextResultAsync(ct);
            }

            if (more && reader.FieldCount > 0)
                throw new InvalidOperationException("A queued write answers rows; ask for them or leave out `returning`.");
        }

        // What a transaction of its own has set is gone with it.
        if (!_begun) _scope = default;
    }

    private static async ValueTask Discard(NpgsqlDataReader reader, CancellationToken ct)
    {
        while (await reader.ReadAsync(ct))
        {
        }
    }

    // The database holds a read to its word, too: a question that changes something (`insert ... returning`) is refused. What writes
    // finds its rows by keys, and plans that only once for a connection; what reads is planned for the conditions that are given.
    private static NpgsqlBatchCommand ScopeStatement(Scope scope, bool isRead)
    {
        Sql sql = $"""
            select set_config('app.tenant_id', {scope.Tenant.ToString()}, true), set_config('app.door', {scope.Door?.Name ?? ""}, true),
                   set_config('transaction_read_only', {(isRead ? "on" : "off")}, true),
                   set_config('plan_cache_mode', {(isRead ? "auto" : "force_generic_plan")}, true)
            """;
        return sql.ToCommand();
    }

    private readonly record struct Statement(NpgsqlBatchCommand Command, Func<NpgsqlDataReader, CancellationToken, ValueTask>? Read);
}

/// <summary>What row-level security sees: the tenant, and the door when the work crosses tenants.</summary>
internal readonly record struct Scope(Guid? Tenant, Door? Door);
