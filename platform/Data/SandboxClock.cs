namespace FactoryFlow.Platform.Data;

/// <summary>
/// The clock of a sandbox: a tenant to try things out with, whose time can be advanced. Its id says that it is one, so that no other
/// tenant can ever have such a clock, and time costs no other tenant a question.
/// </summary>
public static class SandboxClock
{
    private const int SandboxVersion = 8, VersionByte = 6;

    /// <summary>A new id for a sandbox: as UUIDv7, but of version 8, which RFC 9562 leaves to those who make it.</summary>
    public static Guid NewId(DateTimeOffset now)
    {
        var bytes = Guid.CreateVersion7(now).ToByteArray(bigEndian: true);
        bytes[VersionByte] = (byte)((SandboxVersion << 4) | (bytes[VersionByte] & 0x0F));
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Whether a tenant is a sandbox.</summary>
    public static bool IsSandbox(Guid tenant) => tenant.Version == SandboxVersion;

    /// <summary>Whether a row's tenant is one. Migration 0006 says the same, as it said it then.</summary>
    internal static Sql IsOfSandbox() => $"substr(tenant_id::text, 15, 1) = '8'";

    /// <summary>Asks how far the transaction's tenant is ahead; no row is not at all.</summary>
    internal static Answer<TimeSpan> AskAhead(TenantTx tx) => tx.Ask<TimeSpan>($"select ahead from tenant_clocks where tenant_id = {tx.TenantId}");

    /// <summary>Moves the clock of the transaction's tenant to a time; one that is there already stays.</summary>
    internal static void MoveTo(TenantTx tx, DateTimeOffset time)
    {
        if (time > tx.RealNow)
            tx.Write($"""
                insert into tenant_clocks as c (tenant_id, ahead) values ({tx.TenantId}, {time - tx.RealNow})
                on conflict (tenant_id) do update set ahead = greatest(c.ahead, excluded.ahead)
                """);
    }
}
