using System.Data;
using System.Runtime.CompilerServices;
using Dapper;

namespace FactoryFlow.Platform.Data;

/// <summary>What Dapper must know once: our column names, and instants as <see cref="DateTimeOffset" />.</summary>
internal static class DapperSetup
{
#pragma warning disable CA2255 // Dapper's settings are global and must stand before its first use, whoever that is.
    [ModuleInitializer]
    public static void Initialize()
#pragma warning restore CA2255
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.AddTypeHandler(new Instant());
    }

    private sealed class Instant : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override DateTimeOffset Parse(object value) => new((DateTime)value, TimeSpan.Zero);

        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => parameter.Value = value;
    }
}
