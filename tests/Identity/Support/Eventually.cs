using Grpc.Core;

namespace FactoryFlow.Identity.Tests.Support;

/// <summary>Waits for what happens by itself, but not for ever.</summary>
internal static class Eventually
{
    /// <summary>Calls again and again until the call is not refused for this reason any more.</summary>
    public static async Task<T> Passes<T>(string reason, Func<Task<T>> call)
    {
        var limit = Limit.Soon();
        while (true)
        {
            try
            {
                return await call();
            }
            catch (RpcException e) when (Refused.Of(e).Reason == reason && !limit.IsCancellationRequested)
            {
                await Task.Delay(100, CancellationToken.None);
            }
        }
    }

    /// <summary>Asks again and again until the answer is this; at the end of the time it is compared once more.</summary>
    public static async Task Is(IReadOnlyList<string> expected, Func<Task<List<string>>> ask)
    {
        var limit = Limit.Soon();
        while (!limit.IsCancellationRequested)
        {
            if ((await ask()).SequenceEqual(expected)) return;
            await Task.Delay(50, CancellationToken.None);
        }

        (await ask()).ShouldBe(expected);
    }
}
