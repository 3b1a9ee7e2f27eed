using System.Buffers;

namespace Grpc.Core;

/// <summary>Takes the bytes of a message while it is serialised.</summary>
public abstract class SerializationContext
{
    /// <summary>Hands over the whole message and ends the serialisation.</summary>
    /// <param name="payload">The message, which belongs to the context from here on.</param>
    public virtual void Complete(byte[] payload) => throw new NotImplementedException();

    /// <summary>The writer that takes the message; <see cref="Complete()"/> ends it.</summary>
    public virtual IBufferWriter<byte> GetBufferWriter() => throw new NotImplementedException();

    /// <summary>Announces the exact length, which spares a copy; optional.</summary>
    /// <param name="payloadLength">The length in bytes.</param>
    public virtual void SetPayloadLength(int payloadLength)
    {
    }

    /// <summary>Ends the message written to <see cref="GetBufferWriter"/>.</summary>
    public virtual void Complete() => throw new NotImplementedException();
}
