using System.Collections.Concurrent;
using FactoryFlow.AppHost;

namespace FactoryFlow.Bench;

/// <summary>A step that waits to be completed.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Http">Calls as whoever may complete it.</param>
/// <param name="Job">Of which job.</param>
/// <param name="Id">Which.</param>
internal readonly record struct WaitingStep(Guid Tenant, HttpClient Http, Guid Job, Guid Id)
{
    /// <summary>Completes it through the gateway, whatever the answer is.</summary>
    public Task<HttpResponseMessage> TryComplete() => Http.Write($"jobs/{Job}/steps/{Id}:complete", "{}"u8.ToArray(), Id.ToString());
}

/// <summary>Steps of one or many tenants that wait to be completed, each tenant's in turn.</summary>
internal sealed class WaitingSteps
{
    private readonly ConcurrentQueue<WaitingStep> _steps = new();
    private readonly int _count;

    /// <summary>Those of one tenant.</summary>
    public WaitingSteps(IEnumerable<WaitingStep> steps) => _count = (_steps = new(steps)).Count;

    private WaitingSteps(IReadOnlyList<List<WaitingStep>> seeded)
    {
        for (var i = 0; i < seeded.Max(of => of.Count); i++)
            foreach (var of in seeded)
                if (i < of.Count) _steps.Enqueue(of[i]);
        _count = _steps.Count;
    }

    /// <summary>How many were completed.</summary>
    public long Completed => _count - _steps.Count;

    public static async Task<WaitingSteps> Seed(FactoryFlowSystem system, int count, params BenchFactory[] factories)
    {
        var seeded = new List<List<WaitingStep>>();
        foreach (var factory in factories) seeded.Add(await factory.SeedSteps(Math.Max(1, count / factories.Length)));
        await Settle(system);
        return new WaitingSteps(seeded);
    }

    /// <summary>Has PostgreSQL do now what it would do of what was seeded while something is measured.</summary>
    public static async Task Settle(FactoryFlowSystem system)
    {
        await system.Do("production", "vacuum (analyze) jobs, job_steps");
        await system.Do("production", "checkpoint");
    }

    public bool TryTake(out WaitingStep step) => _steps.TryDequeue(out step);

    /// <summary>Completes the next, which comes again when it was refused; null when nothing is left.</summary>
    public async Task<HttpResponseMessage?> TryComplete()
    {
        if (!TryTake(out var step)) return null;
        var response = await step.TryComplete();
        if (!response.IsSuccessStatusCode) _steps.Enqueue(step);
        return response;
    }

    /// <summary>A client that completes them through the gateway.</summary>
    public async Task<Guid?> Complete()
    {
        if (!TryTake(out var next)) return null;
        using var response = await next.TryComplete();
        await response.MustHaveWorked();
        await response.Content.ReadAsByteArrayAsync();
        return next.Id;
    }
}
