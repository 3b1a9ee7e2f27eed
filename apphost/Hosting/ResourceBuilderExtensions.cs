using System.Globalization;

namespace FactoryFlow.AppHost.Hosting;

/// <summary>The words in which Program.cs describes the system.</summary>
internal static class ResourceBuilderExtensions
{
    /// <summary>A database of this name on the server, with an owner and an application role.</summary>
    public static ResourceBuilder<DatabaseResource> AddDatabase(this ResourceBuilder<PostgresResource> server, string name)
    {
        var database = server.Application.Add(new DatabaseResource(name, server.Resource));
        database.Resource.WaitsFor.Add(server.Resource);
        return database;
    }

    /// <summary>It starts when the other one is ready.</summary>
    public static ResourceBuilder<T> WaitFor<T, TOther>(this ResourceBuilder<T> builder, ResourceBuilder<TOther> other)
        where T : Resource
        where TOther : Resource
    {
        builder.Resource.WaitsFor.Add(other.Resource);
        return builder;
    }

    /// <summary>It is given the connection strings of the database: the application role's and the owner's.</summary>
    public static ResourceBuilder<T> WithReference<T>(this ResourceBuilder<T> builder, ResourceBuilder<DatabaseResource> database)
        where T : ProcessResource
    {
        var source = database.Resource;
        builder.Resource.References.Add(source);
        builder.Resource.Environment.Add(new($"ConnectionStrings__{source.Database}", () => source.Roles!.AppConnectionString, IsSecret: true));
        builder.Resource.Environment.Add(new($"ConnectionStrings__{source.Database}_owner", () => source.Roles!.OwnerConnectionString, IsSecret: true));
        return builder;
    }

    /// <summary>It is given the broker's address.</summary>
    public static ResourceBuilder<T> WithReference<T>(this ResourceBuilder<T> builder, ResourceBuilder<RabbitMqResource> broker)
        where T : ProcessResource
    {
        builder.Resource.References.Add(broker.Resource);
        builder.Resource.Environment.Add(new($"ConnectionStrings__{broker.Resource.Name}", () => broker.Resource.ConnectionString!, IsSecret: true));
        return builder;
    }

    /// <summary>It is given the service's address, in the shape of service discovery.</summary>
    public static ResourceBuilder<T> WithReference<T>(this ResourceBuilder<T> builder, ResourceBuilder<ProjectResource> service)
        where T : ProcessResource
    {
        builder.Resource.References.Add(service.Resource);
        return builder.WithEnvironment($"services__{service.Resource.Name}__{(service.Resource.IsHttp2 ? "grpc" : "http")}__0", service.Resource.Url);
    }

    /// <summary>It is given a variable.</summary>
    public static ResourceBuilder<T> WithEnvironment<T>(this ResourceBuilder<T> builder, string name, string value)
        where T : ProcessResource
    {
        builder.Resource.Environment.Add(new(name, () => value));
        return builder;
    }

    /// <summary>It is given a secret, in the secret's own variable.</summary>
    public static ResourceBuilder<T> WithSecret<T>(this ResourceBuilder<T> builder, Secret secret)
        where T : ProcessResource
    {
        builder.Resource.Environment.Add(new(secret.Variable, () => secret.Value, IsSecret: true));
        return builder;
    }

    /// <summary>In Development it is given a variable, unless the app host itself was given it, which it hands on.</summary>
    public static ResourceBuilder<ProjectResource> WithDevelopmentDefault(this ResourceBuilder<ProjectResource> builder, string name, Func<string> value)
    {
        if (DistributedApplicationBuilder.IsDevelopment && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)))
            builder.Resource.Environment.Add(new(name, value));
        return builder;
    }

    /// <summary>It speaks HTTP/2 only, in clear text, as gRPC services do.</summary>
    public static ResourceBuilder<ProjectResource> AsHttp2Service(this ResourceBuilder<ProjectResource> builder)
    {
        builder.Resource.IsHttp2 = true;
        return builder;
    }

    /// <summary>It is ready when this path answers with success.</summary>
    public static ResourceBuilder<ProjectResource> WithHttpHealthCheck(this ResourceBuilder<ProjectResource> builder, string path)
    {
        builder.Resource.Health = new HealthProbe(new Uri(builder.Resource.Address, path), builder.Resource.IsHttp2);
        return builder;
    }

    /// <summary>It has one more endpoint, whose address it is given in the variable.</summary>
    public static ResourceBuilder<ProjectResource> WithEndpoint(this ResourceBuilder<ProjectResource> builder, string name, int port, string variable)
    {
        var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        builder.Resource.Endpoints.Add((name, url));
        return builder.WithEnvironment(variable, url);
    }

}
