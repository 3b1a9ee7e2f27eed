using FactoryFlow.Platform.Hosting;
using FactoryFlow.Workflow;
using FactoryFlow.Workflow.Definitions;
using FactoryFlow.Workflow.Instances;
using FactoryFlow.Workflow.Tasks;

var builder = WebApplication.CreateBuilder(args);
builder.AddService("workflow", typeof(Reasons));
builder.AddKeysFromIdentity();
builder.Services.AddSingleton<DefinitionCache>();
builder.Services.AddSingleton<Mover>();

var app = builder.Build();
app.MapGrpcService<DefinitionService>();
app.MapGrpcService<InstanceService>();
app.MapGrpcService<TaskService>();
app.MapService();
await app.RunAsync();
