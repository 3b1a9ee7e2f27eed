using FactoryFlow.Platform.Hosting;
using FactoryFlow.Workflow;

var builder = WebApplication.CreateBuilder(args);
builder.AddService("workflow", typeof(Reasons));
builder.AddKeysFromIdentity();

var app = builder.Build();
app.MapService();
await app.RunAsync();
