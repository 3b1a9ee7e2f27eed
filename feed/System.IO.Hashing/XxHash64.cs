using System.Buffers.Binary;
using System.Numerics;

namespace System.IO.Hashing;

/// <summary>The 64-bit xxHash: fast, well spread, and not for secrets.</summary>
public static class XxHash64
{
    private const ulong Prime1 = 0x9E3779B185EBCA87;
    private const ulong Prime2 = 0xC2B2AE3D27D4EB4F;
    private const ulong Prime3 = 0x165667B19E3779F9;
    private const ulong Prime4 = 0x85EBCA77C2B2AE63;
    private const ulong Prime5 = 0x27D4EB2F165667C5;

    private const int LaneSize = sizeof(ulong);
    private const int StripeSize = 4 * LaneSize;

    /// <summary>The hash of some bytes, big-endian.</summary>
    /// <param name="source">The bytes.</param>
    public static byte[] Hash(byte[] source) => Hash(source, 0);

    /// <summary>The hash of some bytes under a seed, big-endian.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="seed">The seed.</param>
    public static byte[] Hash(byte[] source, long seed)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Hash(source.AsSpan(), seed);
    }

    /// <summary>The hash of some bytes under a seed, big-endian.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="seed">The seed.</param>
    public static byte[] Hash(ReadOnlySpan<byte> source, long seed = 0)
    {
        var hash = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(hash, HashToUInt64(source, seed));
        return hash;
    }

    /// <summary>The hash of some bytes under a seed, as a number.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="seed">The seed.</param>
    public static ulong HashToUInt64(ReadOnlySpan<byte> source, long seed = 0)
    {
        var start = unchecked((ulong)seed);
        var rest = source;
        var hash = source.Length >= StripeSize ? HashStripes(ref rest, start) : unchecked(start + Prime5);
        return Avalanche(HashRest(rest, unchecked(hash + (ulong)source.Length)));
    }

    private static ulong HashStripes(ref ReadOnlySpan<byte> rest, ulong seed)
    {
        unchecked
        {
            var lane1 = seed + Prime1 + Prime2;
            var lane2 = seed + Prime2;
            var lane3 = seed;
            var lane4 = seed - Prime1;
            for (; rest.Length >= StripeSize; rest = rest[StripeSize..])
            {
                lane1 = Round(lane1, Lane(rest));
                lane2 = Round(lane2, Lane(rest[LaneSize..]));
                lane3 = Round(lane3, Lane(rest[(2 * LaneSize)..]));
                lane4 = Round(lane4, Lane(rest[(3 * LaneSize)..]));
            }

            var hash = BitOperations.RotateLeft(lane1, 1) + BitOperations.RotateLeft(lane2, 7)
                + BitOperations.RotateLeft(lane3, 12) + BitOperations.RotateLeft(lane4, 18);
            return Merge(Merge(Merge(Merge(hash, lane1), lane2), lane3), lane4);
        }
    }

    private static ulong HashRest(ReadOnlySpan<byte> rest, ulong hash)
    {
        unchecked
        {
            for (; rest.Length >= LaneSize; rest = rest[LaneSize..])
                hash = BitOperations.RotateLeft(hash ^ Round(0, Lane(rest)), 27) * Prime1 + Prime4;

            if (rest.Length >= sizeof(uint))
            {
                hash = BitOperations.RotateLeft(hash ^ (BinaryPrimitives.ReadUInt32LittleEndian(rest) * Prime1), 23) * Prime2 + Prime3;
                rest = rest[sizeof(uint)..];
            }

            foreach (var last in rest)
                hash = BitOperations.RotateLeft(hash ^ (last * Prime5), 11) * Prime1;
            return hash;
        }
    }

    private static ulong Lane(ReadOnlySpan<byte> source) => BinaryPrimitives.ReadUInt64LittleEndian(source);

    private static ulong Round(ulong accumulator, ulong lane) => unchecked(BitOperations.RotateLeft(accumulator + lane * Prime2, 31) * Prime1);

    private static ulong Merge(ulong hash, ulong lane) => unchecked((hash ^ Round(0, lane)) * Prime1 + Prime4);

    private static ulong Avalanche(ulong hash)
    {
        unchecked
        {
            hash = (hash ^ (hash >> 33)) * Prime2;
            hash = (hash ^ (hash >> 29)) * Prime3;
            return hash ^ (hash >> 32);
        }
    }
}
