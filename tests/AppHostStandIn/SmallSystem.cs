using FactoryFlow.AppHost.Hosting;

namespace FactoryFlow.AppHost.StandIn;

/// <summary>The shape of the real system, with one service and a gateway that do nothing.</summary>
internal static class SmallSystem
{
    private const string Project = "FactoryFlow.AppHost.StandIn.csproj";

    public static Task<int> Run(string[] arguments)
    {
        var builder = DistributedApplication.CreateBuilder(arguments);
        var postgres = builder.AddPostgres("postgres");
        var rabbitmq = builder.AddRabbitMQ("rabbitmq");
        var database = postgres.AddDatabase("identity");
        var identity = builder.AddProject("identity", Project)
            .AsHttp2Service()
            .WithReference(database).WithReference(rabbitmq)
            .WaitFor(database).WaitFor(rabbitmq)
            .WithSecret(builder.AddAdministratorPassword("Platform__AdminPassword"))
            .WithSecret(builder.AddSecret("key-encryption-key", "Identity__KeyEncryptionKey", bytes: 32))
            .WithDevelopmentDefault("Mail__Directory", () => builder.Data.Subfolder("outbox"))
            .WithDevelopmentDefault("Mail__LinkBase", () => $"http://localhost:{builder.Options.GatewayPort}")
            .WithEnvironment("StandIn__Http2", "true").WithEnvironment("StandIn__Data", builder.Options.Data)
            .WithHttpHealthCheck("/health/ready");
        builder.AddProject("gateway", Project, builder.Options.GatewayPort)
            .WithEndpoint("grpc", builder.Options.GrpcPort, variable: "Gateway__GrpcUrl")
            .WithReference(identity).WaitFor(identity)
            .WithEnvironment("StandIn__Data", builder.Options.Data)
            .WithHttpHealthCheck("/health/ready");
        return builder.Build().RunAsync();
    }
}
