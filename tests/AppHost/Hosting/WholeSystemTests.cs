namespace FactoryFlow.AppHost.Tests.Hosting;

/// <summary>The real thing, once: the other tests of the handle run on stand-ins.</summary>
public sealed class WholeSystemTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task The_system_starts_as_Program_describes_it_and_a_killed_service_comes_back()
    {
        await using var system = await FactoryFlowSystem.Start(cancellationToken: Cancel);
        using var client = new HttpClient { BaseAddress = system.GatewayAddress };
        (await client.GetAsync("/health/ready", Cancel)).EnsureSuccessStatusCode();
        await system.Kill("production");
        await system.WaitUntilReady("production", Cancel);
        (await Sql.Scalar(system.Database("production").AppConnectionString, "select current_user::text")).ShouldBe("production_app");
    }
}
