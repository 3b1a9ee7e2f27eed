using System.Collections.Concurrent;
using System.Globalization;
using FactoryFlow.Testing;

[assembly: AssemblyFixture(typeof(FactoryFlow.Chaos.Tests.Floor))]

namespace FactoryFlow.Chaos.Tests;

/// <summary>One running system with ten tenants in it, whose jobs have ten paid steps each; and what their workers must have earned by now.</summary>
public sealed class Floor : IAsyncLifetime
{
    public const int Steps = 10;

    private const int HowManyTenants = 10, WorkersEach = 4;

    private readonly ConcurrentDictionary<string, Wage> _expected = new();

    public static IReadOnlyList<string> Names { get; } = [.. Enumerable.Range(1, Steps).Select(i => string.Create(CultureInfo.InvariantCulture, $"Step {i:00}"))];

    private TrialProvider? _providers;

    internal RunningSystem System { get; private set; } = null!;

    internal IReadOnlyList<FloorTenant> Tenants { get; private set; } = [];

    /// <summary>The wage of each step that was completed, by the step.</summary>
    internal IReadOnlyDictionary<string, Wage> Expected => _expected;

    public async ValueTask InitializeAsync()
    {
        _providers = await DomainProviders.Start();
        System = await RunningSystem.Start(DomainProviders.EnvironmentOf(_providers));
        var tenants = new List<FloorTenant>();
        // Passwords are hashed a few at a time; more callers would only wait.
        for (var i = 0; i < HowManyTenants; i++) tenants.Add(await Open());
        Tenants = tenants;
    }

    public async ValueTask DisposeAsync()
    {
        if (System is not null) await System.DisposeAsync();
        if (_providers is not null) await _providers.DisposeAsync();
    }

    /// <summary>What a piece pays at a step: four decimals, so that a rounding would show.</summary>
    public static decimal Rate(int step) => 0.0333m + (0.1001m * step);

    internal void Expect(FloorTenant tenant, string step, string worker, decimal amount) => _expected.TryAdd(step, new Wage(tenant.Id, worker, amount)).ShouldBeTrue();

    private async Task<FloorTenant> Open()
    {
        var factory = await (await Factory.Open(System)).Configure([.. Names.Select(name => (name, true))]);
        var article = await factory.Article([.. Names.Select((name, i) => (name, Rate(i).ToString(CultureInfo.InvariantCulture)))]);
        var workers = await Task.WhenAll(Enumerable.Range(0, WorkersEach).Select(_ => factory.Worker()));
        return new FloorTenant(factory.TenantId, factory.Admin, article, workers);
    }
}

/// <summary>A tenant of the floor.</summary>
internal sealed record FloorTenant(string Id, Client Client, string Article, IReadOnlyList<string> Workers);

/// <summary>What one completed step earned for whom.</summary>
internal sealed record Wage(string Tenant, string Worker, decimal Amount);
