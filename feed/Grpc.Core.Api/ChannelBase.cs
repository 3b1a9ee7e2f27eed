namespace Grpc.Core;

/// <summary>A long-lived connection to a service.</summary>
public abstract class ChannelBase
{
    /// <summary>Creates a channel.</summary>
    /// <param name="target">What it connects to.</param>
    protected ChannelBase(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        Target = target;
    }

    /// <summary>What the channel connects to.</summary>
    public string Target { get; }

    /// <summary>Creates what makes calls over this channel.</summary>
    public abstract CallInvoker CreateCallInvoker();

    /// <summary>Closes the channel; its calls should have ended.</summary>
    public Task ShutdownAsync() => ShutdownAsyncCore();

    /// <summary>Behind <see cref="ShutdownAsync"/>; does nothing unless overridden.</summary>
    protected virtual Task ShutdownAsyncCore() => Task.CompletedTask;
}
