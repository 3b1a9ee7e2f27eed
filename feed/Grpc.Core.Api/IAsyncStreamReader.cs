namespace Grpc.Core;

/// <summary>A stream of messages to read, one at a time.</summary>
/// <typeparam name="T">The type of message.</typeparam>
public interface IAsyncStreamReader<out T>
{
    /// <summary>The message that <see cref="MoveNext"/> found.</summary>
    T Current { get; }

    /// <summary>Moves to the next message; false at the end of the stream.</summary>
    /// <param name="cancellationToken">Cancels the wait and the call.</param>
    Task<bool> MoveNext(CancellationToken cancellationToken);
}
