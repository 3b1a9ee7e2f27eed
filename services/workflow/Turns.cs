namespace FactoryFlow.Workflow;

/// <summary>How a process goes on taking what is due, until it is told to end.</summary>
internal static class Turns
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Takes what is due every second and sees it done, and goes on at once for as long as there was something.</summary>
    /// <param name="what">What is taken, for the log.</param>
    /// <param name="some">Takes some of it, sees it done, and tells how many that were.</param>
    /// <param name="log">Is told of what could not be taken.</param>
    /// <param name="stoppingToken">Ends it, without an exception.</param>
    public static async Task TakeAll(string what, Func<CancellationToken, Task<int>> some, ILogger log, CancellationToken stoppingToken)
    {
        using var nobodyKnowsOfMore = new SemaphoreSlim(0);
        await Take(what, async ct =>
        {
            while (await some(ct) > 0)
            {
            }
        }, nobodyKnowsOfMore, log, stoppingToken);
    }

    /// <summary>Takes what is due every second, and at once when there is more.</summary>
    /// <param name="what">What is taken, for the log.</param>
    /// <param name="begin">Takes some of it, and begins to do it.</param>
    /// <param name="more">Released by whoever knows of more.</param>
    /// <param name="log">Is told of what could not be taken.</param>
    /// <param name="stoppingToken">Ends it, without an exception.</param>
    public static async Task Take(string what, Func<CancellationToken, Task> begin, SemaphoreSlim more, ILogger log, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await begin(stoppingToken);
                await more.WaitAsync(Interval, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning(e, "{What} could not be taken; trying again in {Interval}", what, Interval);
                await Task.Delay(Interval, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
    }
}
