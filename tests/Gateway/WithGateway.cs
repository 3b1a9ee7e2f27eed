namespace FactoryFlow.Gateway.Tests;

/// <summary>One gateway and one service for all tests that change neither.</summary>
public sealed class WithGateway : IAsyncLifetime
{
    private TrialHost? service;

    internal RunningGateway Gateway { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        service = await TrialHost.StartAsync();
        Gateway = await RunningGateway.StartAsync([service.Address]);
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await service!.DisposeAsync();
    }
}
