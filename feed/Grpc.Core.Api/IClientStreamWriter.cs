namespace Grpc.Core;

/// <summary>The requests of a call, as the client writes them.</summary>
/// <typeparam name="T">The type of message.</typeparam>
public interface IClientStreamWriter<in T> : IAsyncStreamWriter<T>
{
    /// <summary>Ends the stream; nothing can be written after it.</summary>
    Task CompleteAsync();
}
