using FactoryFlow.Events.Production;
using FactoryFlow.Ledger;
using FactoryFlow.Ledger.Clients;
using FactoryFlow.Ledger.Payments;
using FactoryFlow.Ledger.Statements;
using FactoryFlow.Ledger.Wages;
using FactoryFlow.Platform.Hosting;
using FactoryFlow.Production.V1;
using FactoryFlow.Tenancy.V1;

var builder = WebApplication.CreateBuilder(args);
builder.AddService("ledger", typeof(Reasons), bus => bus.AddHandler<JobStepCompleted, CreditOnJobStepCompleted>());
builder.AddKeysFromIdentity();
builder.Services.AddServiceClient<WorkerService.WorkerServiceClient>("production");
builder.Services.AddServiceClient<TenantConfigService.TenantConfigServiceClient>("tenancy");
builder.Services.AddSingleton<WorkerClient>();

var app = builder.Build();
app.MapGrpcService<StatementService>();
app.MapGrpcService<PaymentService>();
app.MapService();
await app.RunAsync();
