using FactoryFlow.Ledger.Clients;
using FactoryFlow.Ledger.Totals;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Ledger.Wages;
using FactoryFlow.Platform.Data;
using FactoryFlow.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace FactoryFlow.Ledger.Tests.Support;

/// <summary>A ledger on the same database in which it is whenever a test says, with a tenant and a worker of its own.</summary>
public sealed class PastWorld(World world) : IAsyncLifetime
{
    private readonly PastClock _clock = new();
    private TestService? _service;

    internal TenantDb Db => _service!.Db;

    internal Ledger.Statements.StatementService Statements => new(Db, (WorkerClient)null!);

    internal Ledger.Entries.EntryService Entries => new(Db, null!, null!);

    public async ValueTask InitializeAsync() => _service = await TestService.Start(world.Database, typeof(Reasons), services: s => s.AddSingleton<TimeProvider>(_clock));

    public async ValueTask DisposeAsync()
    {
        if (_service is not null) await _service.DisposeAsync();
    }

    /// <summary>Credits 12.5000 at a moment for work that was done at another.</summary>
    internal async Task Credit(Guid tenant, Guid worker, DateTimeOffset booked, DateTimeOffset? effective = null, int count = 1)
    {
        _clock.Now = booked;
        var steps = Enumerable.Range(0, count).Select(_ => Some.Step(tenant, worker) with { OccurredAt = effective ?? booked }).ToList();
        await Db.Handle(CreditOnJobStepCompleted.Name, steps, new CreditOnJobStepCompleted().Plan, Limit.Soon()).InTime();
    }

    /// <summary>Pays at a moment.</summary>
    internal Task<Payment> Pay(Guid tenant, Guid worker, DateTimeOffset booked, string amount)
    {
        _clock.Now = booked;
        return new Ledger.Payments.PaymentService(Db, null!).CreatePayment(new CreatePaymentRequest { WorkerId = worker.ToString(), Amount = amount, Currency = "EUR" }, TestCall.Of(tenant)).InTime();
    }

    /// <summary>Adds up what was moved, as the job does every few seconds.</summary>
    internal async Task Fold()
    {
        while (await FoldMovements.Fold(Db, Limit.Soon()).InTime() > 0) await Task.Yield();
    }

    /// <summary>Deletes what has expired, as every service does every few minutes.</summary>
    internal Task Sweep() => _service!.Get<Sweep>().Round(Limit.Soon()).InTime();

    /// <summary>From here on it is this time.</summary>
    internal void IsNow(DateTimeOffset now) => _clock.Now = now;
}
