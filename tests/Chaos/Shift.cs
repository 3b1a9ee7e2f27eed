using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace FactoryFlow.Chaos.Tests;

/// <summary>
/// Sixteen clients who work at the same time: each takes a job after the other, and does its steps in order. Every completion is
/// sent twice with the same key, by turns one after the other and both at once. What must have been earned is worked out here,
/// from the quantities and the rates alone.
/// </summary>
internal sealed class Shift(Floor floor, int steps)
{
    private const int Clients = 16;

    private readonly ConcurrentQueue<int> _jobs = new(Enumerable.Range(0, (steps + Floor.Steps - 1) / Floor.Steps));
    private readonly ConcurrentQueue<(int At, Func<Task> Act)> _disturbances = new();
    private readonly Lock _gate = new();
    private Task _disturbing = Task.CompletedTask;
    private int _done;

    /// <summary>Does something when so much of the work is done, while the rest goes on.</summary>
    public Shift When(double part, Func<Task> act)
    {
        _disturbances.Enqueue(((int)(part * steps), act));
        return this;
    }

    /// <summary>Works until every job is done and every disturbance is over.</summary>
    public async Task<TimeSpan> Work(TimeSpan limit)
    {
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(WorkAsOne))).WaitAsync(limit);
        await _disturbing.WaitAsync(limit);
        _disturbances.ShouldBeEmpty();
        return clock.Elapsed;
    }

    private async Task WorkAsOne()
    {
        while (_jobs.TryDequeue(out var number)) await Do(floor.Tenants[number % floor.Tenants.Count], number);
    }

    private async Task Do(FloorTenant tenant, int number)
    {
        var worker = tenant.Workers[number / floor.Tenants.Count % tenant.Workers.Count];
        var received = 20 + (number % 7);
        var create = new
        {
            articleId = tenant.Article,
            quantities = new Dictionary<string, int> { ["38"] = received },
            assignments = Floor.Names.ToDictionary(step => step, _ => worker),
        };
        var job = (await Send(tenant, "/api/v1/jobs", create)).Expect(201);
        for (var i = 0; i < Floor.Steps; i++)
        {
            var (step, rejected) = (job.Text($"steps.{i}.id"), (number + i) % 4 == 0 ? 1 : 0);
            var path = $"/api/v1/jobs/{job.Text("id")}/steps/{step}";
            (await Send(tenant, path + ":start", null)).Expect(200);
            received -= rejected;
            floor.Expect(tenant, step, worker, Floor.Rate(i) * received);
            await CompleteTwice(tenant, path + ":complete", rejected, $"steps.{i}", Floor.Rate(i) * received, isAtOnce: i % 2 == 0);
            Disturb(Interlocked.Increment(ref _done));
        }
    }

    private static async Task CompleteTwice(FloorTenant tenant, string path, int rejected, string step, decimal earned, bool isAtOnce)
    {
        var key = Guid.NewGuid().ToString();
        Task<Reply> Complete() => Send(tenant, path, new { rejectedQuantity = rejected }, key);
        var first = Complete();
        if (!isAtOnce) await first;
        var replies = await Task.WhenAll(first, Complete());
        foreach (var reply in replies) reply.Expect(200).Amount($"{step}.earned").ShouldBe(earned);
    }

    // The same key, again and again, until there is an answer.
    private static Task<Reply> Send(FloorTenant tenant, string path, object? body, string? key = null)
    {
        key ??= Guid.NewGuid().ToString();
        return Client.Retry(() => tenant.Client.Post(path, body, key), seconds: 90);
    }

    // One after the other, however fast the work goes on: what is to be started again must have stopped before.
    private void Disturb(int done)
    {
        lock (_gate)
        {
            while (_disturbances.TryPeek(out var next) && next.At <= done && _disturbances.TryDequeue(out next)) _disturbing = After(_disturbing, next.Act);
        }

        static async Task After(Task before, Func<Task> act)
        {
            await before;
            await act();
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{_done} of {steps} steps");
}
