namespace Grpc.Core;

/// <summary>A stream of messages to write, one at a time.</summary>
/// <typeparam name="T">The type of message.</typeparam>
public interface IAsyncStreamWriter<in T>
{
    /// <summary>How the next message is written, and those after it; null means the default.</summary>
    WriteOptions? WriteOptions { get; set; }

    /// <summary>Writes a message; the previous write must have finished.</summary>
    /// <param name="message">The message, never null.</param>
    Task WriteAsync(T message);

    /// <summary>Writes a message; the previous write must have finished.</summary>
    /// <param name="message">The message, never null.</param>
    /// <param name="cancellationToken">Cancels the write, where the implementation can.</param>
    Task WriteAsync(T message, CancellationToken cancellationToken) => cancellationToken.CanBeCanceled
        ? throw new NotSupportedException("Cancellation of stream writes is not supported by this gRPC implementation.")
        : WriteAsync(message);
}
