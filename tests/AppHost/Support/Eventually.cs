namespace FactoryFlow.AppHost.Tests;

/// <summary>Waits for something that happens by itself, but not for ever.</summary>
internal static class Eventually
{
    public static async Task Is(Func<bool> condition, int seconds = 20)
    {
        var deadline = DateTime.UtcNow.AddSeconds(seconds);
        while (!condition())
        {
            (DateTime.UtcNow < deadline).ShouldBeTrue($"not so within {seconds} seconds");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
