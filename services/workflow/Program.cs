using FactoryFlow.Platform.Hosting;
using FactoryFlow.Platform.Tenants;
using FactoryFlow.Workflow;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Instances;
using FactoryFlow.Workflow.Slas;
using FactoryFlow.Workflow.SubWorkflows;
using FactoryFlow.Workflow.Tasks;
using FactoryFlow.Workflow.Timers;

var builder = WebApplication.CreateBuilder(args);
builder.AddService("workflow", typeof(Reasons), bus => bus.KnowTenantConfigs());
builder.AddKeysFromIdentity();
builder.Services.AddSingleton<DefinitionCache>();
builder.Services.AddSingleton<Starter>();
builder.Services.AddSingleton<Mover>();
builder.Services.AddSingleton<Family>();
builder.Services.AddSingleton<Escalating>();
builder.Services.AddSingleton<Firing>();
builder.Services.AddHostedService<FireOnDue>();

var app = builder.Build();
app.MapGrpcService<DefinitionService>();
app.MapGrpcService<InstanceService>();
app.MapGrpcService<TaskService>();
app.MapGrpcService<SlaService>();
app.MapService();
await app.RunAsync();
