using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Hosting;
using FactoryFlow.Tenancy;
using FactoryFlow.Tenancy.Plans;
using FactoryFlow.Tenancy.TenantConfigs;
using FactoryFlow.Tenancy.Tenants;

var builder = WebApplication.CreateBuilder(args);
builder.AddService("tenancy", typeof(Reasons));
builder.AddKeysFromIdentity();
builder.Services.AddServiceClient<OwnerService.OwnerServiceClient>("identity");

var app = builder.Build();
app.MapGrpcService<PlanService>();
app.MapGrpcService<TenantService>();
app.MapGrpcService<TenantConfigService>();
app.MapService();
await app.RunAsync();
