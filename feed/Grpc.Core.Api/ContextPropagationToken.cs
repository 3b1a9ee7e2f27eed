namespace Grpc.Core;

/// <summary>Carries the deadline and cancellation of a server's call to the calls it makes; only the library makes one.</summary>
public abstract class ContextPropagationToken
{
    internal ContextPropagationToken()
    {
    }
}
