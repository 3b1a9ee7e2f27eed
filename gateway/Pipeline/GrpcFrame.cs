using System.Buffers;
using System.Buffers.Binary;
using Google.Protobuf;

namespace FactoryFlow.Gateway.Pipeline;

/// <summary>One message as gRPC sends it: a byte that says whether it is compressed, four bytes of length, the message.</summary>
internal static class GrpcFrame
{
    public const int HeaderLength = 5;

    /// <summary>Writes a message into a buffer from the shared pool.</summary>
    public static (byte[] Buffer, int Length) Write(IMessage message)
    {
        var size = message.CalculateSize();
        var buffer = ArrayPool<byte>.Shared.Rent(HeaderLength + size);
        buffer[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(1), size);
        message.WriteTo(buffer.AsSpan(HeaderLength, size));
        return (buffer, HeaderLength + size);
    }

    /// <summary>The message of an answer that holds exactly one, uncompressed: the gateway offers no compression.</summary>
    public static bool TryGetMessage(ReadOnlySpan<byte> frame, out ReadOnlySpan<byte> message)
    {
        message = frame.Length >= HeaderLength ? frame[HeaderLength..] : default;
        return frame.Length >= HeaderLength && frame[0] == 0 && BinaryPrimitives.ReadInt32BigEndian(frame[1..]) == message.Length;
    }

    /// <summary>Takes the first message out of what has come of a stream; false as long as not all of it is there.</summary>
    /// <exception cref="InvalidDataException">It is compressed, or larger than <paramref name="mostBytes" />.</exception>
    public static bool TryTake(ref ReadOnlySequence<byte> stream, int mostBytes, out ReadOnlySequence<byte> message)
    {
        message = default;
        if (stream.Length < HeaderLength) return false;
        Span<byte> header = stackalloc byte[HeaderLength];
        stream.Slice(0, HeaderLength).CopyTo(header);
        var length = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        if (header[0] != 0 || length > mostBytes) throw new InvalidDataException($"A message of {length} bytes, or one that is compressed, cannot be read.");
        if (stream.Length < HeaderLength + length) return false;
        message = stream.Slice(HeaderLength, length);
        stream = stream.Slice(HeaderLength + length);
        return true;
    }
}
