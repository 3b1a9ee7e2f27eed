using System.Collections.Concurrent;
using FactoryFlow.AppHost;

namespace FactoryFlow.Bench;

/// <summary>A step that waits to be completed.</summary>
/// <param name="Factory">Whose.</param>
/// <param name="Job">Of which job.</param>
/// <param name="Id">Which.</param>
internal readonly record struct WaitingStep(BenchFactory Factory, Guid Job, Guid Id);

/// <summary>Steps of one or many tenants that wait to be completed, each tenant's in turn.</summary>
internal sealed class WaitingSteps
{
    private readonly ConcurrentQueue<WaitingStep> _steps = new();
    private readonly int _count;

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
        await system.Do("production", "vacuum (analyze) jobs, job_steps");
        await system.Do("production", "checkpoint");
        return new WaitingSteps(seeded);
    }

    public bool TryTake(out WaitingStep step) => _steps.TryDequeue(out step);

    /// <summary>Puts one back that was refused.</summary>
    public void Return(WaitingStep step) => _steps.Enqueue(step);

    /// <summary>A client that completes them through the gateway.</summary>
    public async Task<Guid?> Complete()
    {
        if (!TryTake(out var next)) return null;
        await next.Factory.Complete(next);
        return next.Id;
    }
}
