using FactoryFlow.Identity;
using FactoryFlow.Identity.Keys;
using FactoryFlow.Identity.Owners;
using FactoryFlow.Identity.Sessions;
using FactoryFlow.Platform.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddService("identity", typeof(Reasons));
builder.AddSigningKeys();
builder.AddPasswords();

var app = builder.Build();
app.MapGrpcService<SessionService>();
app.MapGrpcService<OwnerService>();
app.MapGrpcService<KeyService>();
app.MapService();
await app.RunAsync();
