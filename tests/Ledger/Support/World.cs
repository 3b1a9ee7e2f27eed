using FactoryFlow.AppHost.Servers;
using FactoryFlow.Events;
using FactoryFlow.Events.Production;
using FactoryFlow.Ledger.Clients;
using FactoryFlow.Ledger.Tests.Support;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Ledger.Wages;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Messages;
using FactoryFlow.Platform.Tenants;
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

    /// <summary>Hands facts to the reactions as the bus does: those of one kind together, the kinds at the same time.</summary>
    internal Task Deliver(params IEnumerable<IFact> facts)
    {
        var all = facts.ToList();
        return Task.WhenAll(
            Handle<JobStepCompleted, CreditOnJobStepCompleted>(), Handle<JobStepProgressed, CreditOnJobStepProgressed>(),
            Handle<HeldWageReleased, CreditOnHeldWageReleased>(), Handle<JobStepReopened, ReverseOnJobStepReopened>()).InTime();

        Task Handle<TFact, THandler>() where TFact : IFact where THandler : IFactHandler<TFact>, new() =>
            all.OfType<TFact>().ToList() is { Count: > 0 } mine ? Db.Handle(THandler.Name, mine, new THandler().Plan, Limit.Soon()) : Task.CompletedTask;
    }

    /// <summary>Pays a worker who has an account, so that nobody else is asked.</summary>
    internal Task<Payment> Pay(Guid tenant, Guid worker, string amount, string? key = null) => new Ledger.Payments.PaymentService(Db, null!).CreatePayment(
        new CreatePaymentRequest { WorkerId = worker.ToString(), Amount = amount, Currency = "EUR" }, TestCall.Of(tenant, key)).InTime();

    /// <summary>Pays in another currency.</summary>
    internal Task<Payment> PayIn(string currency, Guid tenant, Guid worker, string amount, string agreed = "", string? key = null) => new Ledger.Payments.PaymentService(Db, null!).CreatePayment(
        new CreatePaymentRequest { WorkerId = worker.ToString(), Amount = amount, Currency = currency, AgreedRateDate = agreed }, TestCall.Of(tenant, key)).InTime();

    /// <summary>Takes a payment back.</summary>
    internal Task<Payment> TakeBack(Guid tenant, Payment payment, string? key = null) => new Ledger.Payments.PaymentService(Db, null!).ReversePayment(
        new ReversePaymentRequest { PaymentId = payment.Id, Reason = "paid twice" }, TestCall.Of(tenant, key)).InTime();

    /// <summary>A payment as it stands.</summary>
    internal Task<Payment> Read(Guid tenant, Payment payment) =>
        new Ledger.Payments.PaymentService(Db, null!).GetPayment(new GetPaymentRequest { PaymentId = payment.Id }, TestCall.Of(tenant)).InTime();

    /// <summary>Books an entry of the tenant's own types for a worker who has an account: see <see cref="TrialTenancy" />.</summary>
    internal Task<LedgerEntry> Enter(Guid tenant, Guid worker, string type, string amount, string? key = null, DateTimeOffset? time = null) => Entries.CreateEntry(
        new CreateEntryRequest { WorkerId = worker.ToString(), Type = type, Amount = amount, Description = "Agreed on", EffectiveTime = Wire.Time(time) }, TestCall.Of(tenant, key)).InTime();

    /// <summary>Takes an entry back.</summary>
    internal Task<LedgerEntry> TakeBack(Guid tenant, string entry, string? key = null) =>
        Entries.ReverseEntry(new ReverseEntryRequest { EntryId = entry, Reason = "a mistake" }, TestCall.Of(tenant, key)).InTime();

    /// <summary>The RPCs on entries, asking a tenancy that knows one configuration.</summary>
    internal Ledger.Entries.EntryService Entries => new(Db, null!, new EntryTypeClient(Configs));

    /// <summary>The RPCs on exchange rates of tenants whose currency is the euro.</summary>
    internal Ledger.ExchangeRates.ExchangeRateService ExchangeRates => new(Db, Configs);

    /// <summary>Asks a production that says this of whom the caller signs in as, and knows no other worker.</summary>
    internal WorkerClient SignedInAs(Guid? worker) => new(new StandInWorkers(worker), Configs, TimeProvider.System);

    private TenantConfigs Configs => new(new TrialTenancy(), TimeProvider.System, _service!.Log.For<TenantConfigs>());

    /// <summary>Compares this ledger with a production that has these reports.</summary>
    internal Ledger.Reconciliation.Comparing Comparing(StandInProduction production) => new(Db, new Ledger.Clients.WageReportClient(production, TimeProvider.System));

    /// <summary>The first column of what a statement answers to the superuser.</summary>
    internal Task<List<string>> Look(string sql, params object[] parameters) => Postgres.Look(Database, sql, parameters);

    /// <summary>Changes what was booked, as only the superuser can who turns every trigger off.</summary>
    internal async Task Plant(string sql, params object[] parameters)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(new Npgsql.NpgsqlConnectionStringBuilder(Postgres.ConnectionString) { Database = Database.Name, Pooling = false, Options = "-c session_replication_role=replica" });
        await using var command = source.CreateCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(new Npgsql.NpgsqlParameter { Value = parameter });
        (await command.ExecuteNonQueryAsync(Limit.Soon())).ShouldBePositive("Nothing was changed.");
    }

    /// <summary>Runs a migration once more, as the owner of the database does.</summary>
    internal async Task Migrate(string name)
    {
        using var file = new StreamReader(typeof(Reasons).Assembly.GetManifestResourceStream(typeof(Reasons).Assembly.GetManifestResourceNames().Single(n => n.Contains(name, StringComparison.Ordinal)))!);
        await using var source = Npgsql.NpgsqlDataSource.Create(Database.OwnerConnectionString);
        await using var command = source.CreateCommand(await file.ReadToEndAsync(Limit.Soon()));
        await command.ExecuteNonQueryAsync(Limit.Soon());
    }

    /// <summary>The worker's balance; null when there is no account.</summary>
    internal async Task<string?> Balance(Guid tenant, Guid worker) =>
        (await Look("select balance || '/' || sequence from worker_accounts where tenant_id = $1 and worker_id = $2", tenant, worker)).SingleOrDefault();
}
