using FactoryFlow.AppHost.Servers;
using FactoryFlow.Events.Production;
using FactoryFlow.Ledger.Tests.Support;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Ledger.Wages;
using FactoryFlow.Platform.Data;
using FactoryFlow.Testing;
using Microsoft.Extensions.Logging;

[assembly: AssemblyFixture(typeof(World))]

namespace FactoryFlow.Ledger.Tests.Support;

/// <summary>One PostgreSQL and a ledger's database; the reaction and the RPCs are called directly.</summary>
public sealed class World : IAsyncLifetime
{
    private PostgresServer? _postgres;
    private TestService? _service;

    internal PostgresServer Postgres => _postgres!;

    internal ServiceDatabase Database { get; private set; } = null!;

    internal TenantDb Db => _service!.Db;

    public async ValueTask InitializeAsync()
    {
        _postgres = await PostgresServer.Start(cancellationToken: Limit.Soon());
        Database = await ServiceDatabase.Create(_postgres, "ledger", Limit.Soon());
        _service = await TestService.Start(Database, typeof(Reasons));
    }

    public async ValueTask DisposeAsync()
    {
        var errors = _service?.Log.From(LogLevel.Error) ?? [];
        if (_service is not null) await _service.DisposeAsync();
        if (_postgres is not null) await _postgres.DisposeAsync();
        errors.ShouldBeEmpty("Nothing in these tests is an error of the service's.");
    }

    /// <summary>Hands a batch of facts to the reaction, as the bus does.</summary>
    internal Task Credit(params IEnumerable<JobStepCompleted> facts) =>
        Db.Handle(CreditOnJobStepCompleted.Name, [.. facts], new CreditOnJobStepCompleted().Plan, Limit.Soon()).InTime();

    /// <summary>Pays a worker who has an account, so that nobody else is asked.</summary>
    internal Task<Payment> Pay(Guid tenant, Guid worker, string amount, string? key = null) => new Ledger.Payments.PaymentService(Db, null!).CreatePayment(
        new CreatePaymentRequest { WorkerId = worker.ToString(), Amount = amount, Currency = "EUR" }, TestCall.Of(tenant, key)).InTime();

    /// <summary>The first column of what a statement answers to the superuser.</summary>
    internal Task<List<string>> Look(string sql, params object[] parameters) => Postgres.Look(Database, sql, parameters);

    /// <summary>The worker's balance; null when there is no account.</summary>
    internal async Task<string?> Balance(Guid tenant, Guid worker) =>
        (await Look("select balance || '/' || sequence from worker_accounts where tenant_id = $1 and worker_id = $2", tenant, worker)).SingleOrDefault();
}
