using System.Runtime.CompilerServices;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace FactoryFlow.Platform.Data;

/// <summary>
/// One SQL statement, written as an interpolated string in which every hole becomes a parameter, never text:
/// <c>tx.Write($"update jobs set status = {status} where tenant_id = {tx.TenantId} and id = {id}")</c>.
/// The same place in the code always gives the same text, so that PostgreSQL prepares it once per connection.
/// There is no way from a string: where the compiler takes <c>a ? $"..." : $"..."</c> for one, it must fail, not interpolate.
/// </summary>
[InterpolatedStringHandler]
public readonly struct Sql
{
    private readonly StringBuilder _text;
    private readonly List<(int Position, NpgsqlParameter Parameter)> _holes;

    /// <summary>Called by the compiler.</summary>
    public Sql(int literalLength, int formattedCount)
    {
        _text = new StringBuilder(literalLength);
        _holes = new List<(int, NpgsqlParameter)>(formattedCount);
    }

    /// <summary>Called by the compiler.</summary>
    public void AppendLiteral(string text) => _text.Append(text);

    /// <summary>Called by the compiler: a parameter. An enum is stored as <see cref="EnumText" /> writes it.</summary>
    public void AppendFormatted<T>(T value) => Add(value switch
    {
        null => new NpgsqlParameter { Value = DBNull.Value },
        Enum e => new NpgsqlParameter<string> { TypedValue = EnumText.Of(e) },
        _ => new NpgsqlParameter<T> { TypedValue = value },
    });

    /// <summary>Called by the compiler: a part of the statement, with its parameters, for what is asked in some calls only. It stands in one statement.</summary>
    public void AppendFormatted(Sql part)
    {
        foreach (var (position, parameter) in part._holes) _holes.Add((_text.Length + position, parameter));
        _text.Append(part._text);
    }

    /// <summary>Called by the compiler: a parameter of type jsonb.</summary>
    public void AppendFormatted(Json json) =>
        Add(new NpgsqlParameter { Value = (object?)json.Text ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Jsonb });

    /// <summary>Called by the compiler: a parameter of type jsonb[].</summary>
    public void AppendFormatted(Json[] json) =>
        Add(new NpgsqlParameter { Value = Array.ConvertAll(json, j => j.Text), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb });

    /// <summary>Whether it may change something, however it is asked: <c>insert ... returning</c> does.</summary>
    internal bool MayChange => _text.Length < 6 || !_text.ToString(0, 6).Equals("select", StringComparison.OrdinalIgnoreCase);

    internal NpgsqlBatchCommand ToCommand()
    {
        var (command, text, from) = (new NpgsqlBatchCommand(), new StringBuilder(_text.Length + (_holes.Count * 3)), 0);
        foreach (var (position, parameter) in _holes)
        {
            command.Parameters.Add(parameter);
            text.Append(_text, from, position - from).Append('$').Append(command.Parameters.Count);
            from = position;
        }

        command.CommandText = text.Append(_text, from, _text.Length - from).ToString();
        return command;
    }

    private void Add(NpgsqlParameter parameter) => _holes.Add((_text.Length, parameter));
}

/// <summary>JSON text for a jsonb parameter.</summary>
/// <param name="Text">The text; null is SQL's null.</param>
public readonly record struct Json(string? Text);
