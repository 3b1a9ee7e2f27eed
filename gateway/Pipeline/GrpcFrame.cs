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
}
