using Grpc.Core;

namespace FactoryFlow.Feed.Tests.Calls;

/// <summary>What a server saw of the last call.</summary>
internal sealed class Observations
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Started => _started.Task.WaitAsync(Bounded.Token);

    public Task Cancelled => _cancelled.Task.WaitAsync(Bounded.Token);

    public string? Method { get; private set; }

    public DateTime Deadline { get; private set; }

    public string? Encoding { get; private set; }

    public string? Authorization { get; private set; }

    public void Saw(ServerCallContext context)
    {
        Method = context.Method;
        Deadline = context.Deadline;
        Encoding = context.GetHttpContext().Request.Headers["grpc-encoding"];
        Authorization = context.RequestHeaders.GetValue("authorization");
        _started.TrySetResult();
    }

    public void WasCancelled() => _cancelled.TrySetResult();
}
