using FactoryFlow.AppHost.Hosting;

var builder = DistributedApplication.CreateBuilder(args);

var postgres = builder.AddPostgres("postgres");
var rabbitmq = builder.AddRabbitMQ("rabbitmq");

var identity = AddService("identity", "../services/identity/FactoryFlow.Identity.csproj")
    .WithSecret(builder.AddAdministratorPassword("Platform__AdminPassword"))
    .WithSecret(builder.AddSecret("key-encryption-key", "Identity__KeyEncryptionKey", bytes: 32))
    .WithDevelopmentDefault("Mail__Directory", () => builder.Data.Subfolder("outbox"))
    .WithDevelopmentDefault("Mail__LinkBase", () => $"http://localhost:{builder.Options.GatewayPort}");
var tenancy = AddService("tenancy", "../services/tenancy/FactoryFlow.Tenancy.csproj");
var workflow = AddService("workflow", "../services/workflow/FactoryFlow.Workflow.csproj")
    .WithSecret(builder.AddSecret("webhook-encryption-key", "Workflow__KeyEncryptionKey", bytes: 32))
    .WithDevelopmentDefault("Workflow__ApiUrl", () => $"http://localhost:{builder.Options.GatewayPort}");
var production = AddService("production", "../services/production/FactoryFlow.Production.csproj");
var ledger = AddService("ledger", "../services/ledger/FactoryFlow.Ledger.csproj");

// Who calls whom: everybody asks identity for its keys, and tenancy about tenants. Services find each other when they call, so none of
// them waits for another.
identity.WithReference(tenancy);
tenancy.WithReference(identity).WithReference(workflow).WithReference(production).WithReference(ledger);
workflow.WithReference(identity).WithReference(tenancy).WithReference(production);
production.WithReference(identity).WithReference(tenancy);
ledger.WithReference(identity).WithReference(tenancy).WithReference(production);

builder.AddProject("gateway", "../gateway/FactoryFlow.Gateway.csproj", builder.Options.GatewayPort)
    .WithEndpoint("grpc", builder.Options.GrpcPort, variable: "Gateway__GrpcUrl")
    .WithReference(identity).WithReference(tenancy).WithReference(workflow).WithReference(production).WithReference(ledger)
    .WaitFor(identity).WaitFor(tenancy).WaitFor(workflow).WaitFor(production).WaitFor(ledger)
    .WithHttpHealthCheck("/health/ready");

return await builder.Build().RunAsync();

ResourceBuilder<ProjectResource> AddService(string name, string project)
{
    var database = postgres.AddDatabase(name);
    return builder.AddProject(name, project)
        .AsHttp2Service()
        .WithReference(database).WithReference(rabbitmq)
        .WaitFor(database).WaitFor(rabbitmq)
        .WithHttpHealthCheck("/health/ready");
}
