namespace FactoryFlow.Testing;

/// <summary>Nothing in a test waits for ever; the limits are generous, since a busy machine is no fault.</summary>
public static class Limit
{
    /// <summary>How long anything may take.</summary>
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(60);

    /// <summary>A token that ends what takes too long.</summary>
    public static CancellationToken Soon() => new CancellationTokenSource(Time).Token;

    /// <summary>The task, bounded.</summary>
    public static Task<T> InTime<T>(this Task<T> task) => task.WaitAsync(Time);

    /// <summary>The task, bounded.</summary>
    public static Task InTime(this Task task) => task.WaitAsync(Time);

    /// <summary>Asks again and again until the answer is the wanted one, and answers it; the last answer when time is up.</summary>
    public static async Task<T> Until<T>(Func<Task<T>> ask, Func<T, bool> isWanted)
    {
        var limit = Soon();
        while (true)
        {
            var answer = await ask().InTime();
            if (isWanted(answer) || limit.IsCancellationRequested) return answer;
            await Task.Delay(20, CancellationToken.None);
        }
    }
}
