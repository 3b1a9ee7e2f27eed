using FactoryFlow.Gateway.RateLimits;

namespace FactoryFlow.Gateway.Tests.Admission;

public sealed class EvenBucketTests
{
    [Fact]
    public async Task Whoever_is_at_the_limit_is_let_in_again_as_soon_as_there_is_one_call_more()
    {
        using var limiters = new RateLimiters();
        // One every ten milliseconds.
        var quota = Quota.OfTenant(Guid.NewGuid(), 6_000);
        for (var round = 0; round < 10; round++)
        {
            while (!limiters.Take(quota).IsExhausted)
            {
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
            limiters.Take(quota).IsExhausted.ShouldBeFalse($"round {round}");
        }
    }
}
