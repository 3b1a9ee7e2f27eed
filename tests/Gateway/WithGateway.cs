namespace FactoryFlow.Gateway.Tests;

/// <summary>One gateway and one service for all tests that change neither.</summary>
public sealed class WithGateway : IAsyncLifetime
{
    internal TrialHost Service { get; private set; } = null!;

    internal RunningGateway Gateway { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Service = await TrialHost.Start();
        Gateway = await RunningGateway.Start([Service.Address]);
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Service.DisposeAsync();
    }
}
