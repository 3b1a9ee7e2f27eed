namespace FactoryFlow.Gateway.Tests.Admission;

/// <summary>One gateway and one service for tests that tell it of tenants, sessions and keys of their own.</summary>
public sealed class WithDoor : IAsyncLifetime
{
    internal TrialHost Service { get; private set; } = null!;

    internal RunningGateway Gateway { get; private set; } = null!;

    internal Authorities Authorities => Gateway.Authorities;

    public async ValueTask InitializeAsync()
    {
        Service = await TrialHost.Start();
        Gateway = await RunningGateway.Start([Service.Address], others: [("Gateway:CorsOrigins:0", "https://app.operator.example")]);
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Service.DisposeAsync();
    }
}
