using System.Data;
using System.Runtime.CompilerServices;
using Dapper;

namespace FactoryFlow.Platform.Data;

/// <summary>What Dapper must know once: our column names, instants as <see cref="DateTimeOffset" />, and which lists a row may hold.</summary>
internal static class DapperSetup
{
#pragma warning disable CA2255 // Dapper's settings are global and must stand before its first use, whoever that is.
    [ModuleInitializer]
    public static void Initialize()
#pragma warning restore CA2255
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.AddTypeHandler(new Instant());
        // Npgsql announces every list as an Array, which fits no record's parameter unless a handler vouches for it.
        SqlMapper.AddTypeHandler(new ArrayOf<string>());
        SqlMapper.AddTypeHandler(new ArrayOf<decimal>());
        SqlMapper.AddTypeHandler(new ArrayOf<Guid>());
        SqlMapper.AddTypeHandler(new ArrayOf<int>());
    }

    private sealed class Instant : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override DateTimeOffset Parse(object value) => new((DateTime)value, TimeSpan.Zero);

        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => parameter.Value = value;
    }

    private sealed class ArrayOf<T> : SqlMapper.TypeHandler<T[]>
    {
        public override T[] Parse(object value) => (T[])value;

        public override void SetValue(IDbDataParameter parameter, T[]? value) => parameter.Value = value;
    }
}
