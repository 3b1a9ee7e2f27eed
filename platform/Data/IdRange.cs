using System.Buffers.Binary;

namespace FactoryFlow.Platform.Data;

/// <summary>Where times lie among ids: <see cref="TenantTx.NewId" /> makes UUIDv7 of the time, so a range of time is a range of ids.</summary>
public static class IdRange
{
    /// <summary>The least id that something of a moment's millisecond may have.</summary>
    public static Guid FirstAt(DateTimeOffset time)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        BinaryPrimitives.WriteInt64BigEndian(bytes, time.ToUnixTimeMilliseconds() << 16);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The least id that is of nothing before a moment, whose millisecond may have begun.</summary>
    public static Guid FirstBehind(DateTimeOffset time) => FirstAt(time.AddMilliseconds(1));
}
