using Dapper;
using Npgsql;

namespace FactoryFlow.Platform.Data;

/// <summary>The rows that a queued question will have once <see cref="TenantTx.Flush" /> has run.</summary>
/// <typeparam name="T">What Dapper makes of a row: a record whose parameters are the columns in order, or a single value.</typeparam>
public sealed class Answer<T>
{
    private static readonly bool IsSingleValue =
        typeof(T).IsPrimitive || typeof(T) == typeof(string) || typeof(T) == typeof(Guid) || typeof(T) == typeof(decimal) || typeof(T) == typeof(DateTimeOffset)
        || typeof(T) == typeof(TimeSpan) || typeof(T).IsArray;

    private List<T>? _rows;

    internal Answer()
    {
    }

    /// <summary>The rows, in order.</summary>
    /// <exception cref="InvalidOperationException">Nothing was flushed since the question.</exception>
    public IReadOnlyList<T> Rows => _rows ?? throw new InvalidOperationException("Flush the transaction before reading an answer.");

    /// <summary>The first row, or the default when there is none.</summary>
    public T? First => Rows.Count > 0 ? Rows[0] : default;

    internal async ValueTask Read(NpgsqlDataReader reader, CancellationToken ct)
    {
        var rows = new List<T>();
        if (await reader.ReadAsync(ct))
        {
            // Dapper makes records; a single value Npgsql gives as it is.
            var parse = IsSingleValue ? static r => ((NpgsqlDataReader)r).GetFieldValue<T>(0) : reader.GetRowParser<T>();
            do rows.Add(parse(reader));
            while (await reader.ReadAsync(ct));
        }

        _rows = rows;
    }
}
