using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;

namespace FactoryFlow.Bench;

/// <summary>Sees credits the moment they can be read, and how long that is after the completion was answered.</summary>
internal sealed class CreditWatch : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly ConcurrentDictionary<Guid, long> _answered = new();
    private readonly ConcurrentDictionary<Guid, long> _seen = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;

    private CreditWatch(NpgsqlConnection connection, Guid last)
    {
        _connection = connection;
        _watching = Watch(last);
    }

    public static async Task<CreditWatch> Start(string connectionString, Guid tenantId)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var set = new NpgsqlCommand($"select set_config('app.tenant_id', '{tenantId}', false)", connection);
        await set.ExecuteNonQueryAsync();
        return new CreditWatch(connection, Guid.CreateVersion7());
    }

    /// <summary>A completion was answered.</summary>
    public void Answered(Guid step, long at) => _answered[step] = at;

    /// <summary>Stops and answers the milliseconds from answer to visible credit; 0 for what was visible first.</summary>
    public async Task<Percentiles> Finish()
    {
        await _stop.CancelAsync();
        await _watching;
        var visible = new Percentiles();
        foreach (var (step, at) in _answered)
            if (_seen.TryGetValue(step, out var seen)) visible.Add(Math.Max(0, Stopwatch.GetElapsedTime(at, seen).TotalMilliseconds));
        return visible;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        await _connection.DisposeAsync();
        _stop.Dispose();
    }

    private async Task Watch(Guid last)
    {
        await using var command = new NpgsqlCommand("select id, details ->> 'stepId' from entries where tenant_id = current_setting('app.tenant_id')::uuid and id > $1", _connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = last });
        while (!_stop.IsCancellationRequested)
        {
            await using (var reader = await command.ExecuteReaderAsync())
            {
                var now = Stopwatch.GetTimestamp();
                while (await reader.ReadAsync())
                {
                    if (!await reader.IsDBNullAsync(1)) _seen.TryAdd(Guid.Parse(reader.GetString(1)), now);
                    // Ids sort by the millisecond of their transaction.
                    if (reader.GetGuid(0) is var id && id.CompareTo(last) > 0) last = id;
                }
            }

            ((NpgsqlParameter<Guid>)command.Parameters[0]).TypedValue = Earlier(last);
            await Task.Delay(1);
        }
    }

    // The same UUIDv7 a tenth of a second earlier: a transaction in flight may still come in behind.
    private static Guid Earlier(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = ((long)bytes[0] << 40) | ((long)bytes[1] << 32) | ((long)bytes[2] << 24) | ((long)bytes[3] << 16) | ((long)bytes[4] << 8) | bytes[5];
        return Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds - 100));
    }
}
