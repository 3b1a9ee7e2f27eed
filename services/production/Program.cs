using FactoryFlow.Platform.Hosting;
using FactoryFlow.Production;
using FactoryFlow.Production.Articles;
using FactoryFlow.Production.Clients;
using FactoryFlow.Production.Jobs;
using FactoryFlow.Production.Workers;
using FactoryFlow.Tenancy.V1;

var builder = WebApplication.CreateBuilder(args);
builder.AddService("production", typeof(Reasons));
builder.AddKeysFromIdentity();
builder.Services.AddServiceClient<TenantConfigService.TenantConfigServiceClient>("tenancy");
builder.Services.AddSingleton<TenantConfigClient>();

var app = builder.Build();
app.MapGrpcService<ArticleService>();
app.MapGrpcService<WorkerService>();
app.MapGrpcService<JobService>();
app.MapService();
await app.RunAsync();
