using FactoryFlow.Ledger;
using FactoryFlow.Ledger.Corrections;
using FactoryFlow.Ledger.Disputes;
using FactoryFlow.Ledger.Entries;
using FactoryFlow.Ledger.ExchangeRates;
using FactoryFlow.Ledger.HeldLines;
using FactoryFlow.Ledger.Payments;
using FactoryFlow.Ledger.Periods;
using FactoryFlow.Ledger.Reconciliation;
using FactoryFlow.Ledger.Statements;
using FactoryFlow.Platform.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddService("ledger", typeof(Reasons), bus => bus.HearOfWork());
builder.AddKeysFromIdentity();
builder.Services.AddBooks();

var app = builder.Build();
app.MapGrpcService<StatementService>();
app.MapGrpcService<PaymentService>();
app.MapGrpcService<EntryService>();
app.MapGrpcService<HeldLineService>();
app.MapGrpcService<PeriodService>();
app.MapGrpcService<DisputeService>();
app.MapGrpcService<ReconciliationService>();
app.MapGrpcService<RateCorrectionService>();
app.MapGrpcService<ExchangeRateService>();
app.MapService();
await app.RunAsync();
