using FactoryFlow.AppHost.Processes;
using FactoryFlow.AppHost.Servers;

namespace FactoryFlow.AppHost.Hosting;

/// <summary>Collects what the system is made of. Describing it touches nothing: no file, no port, no process.</summary>
internal sealed class DistributedApplicationBuilder
{
    private readonly List<Resource> _resources = [];
    private readonly Lazy<DataFolder> _data;

    internal DistributedApplicationBuilder(string[] arguments)
    {
        _data = new(() => new DataFolder(Options.Data));
        try
        {
            Options = CommandLine.Parse(arguments);
        }
        catch (UsageException e)
        {
            Mistake = e;
        }
    }

    public CommandLine Options { get; } = new();

    /// <summary>What is wrong with the command line; told when the application is run.</summary>
    public UsageException? Mistake { get; }

    public DataFolder Data => _data.Value;

    public Announcer Announcer { get; set; } = Announcer.ForConsole();

    /// <summary>The first administrator's password.</summary>
    public Secret? AdministratorPassword { get; private set; }

    public IReadOnlyList<Resource> Resources => _resources;

    public static bool IsDevelopment => EnvironmentName == "Development";

    public static string EnvironmentName =>
        Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? "Development";

    /// <summary>PostgreSQL: the one in ConnectionStrings__(name), or one of our own.</summary>
    public ResourceBuilder<PostgresResource> AddPostgres(string name) => Add(new PostgresResource(name, this));

    /// <summary>RabbitMQ: the one in ConnectionStrings__(name), or one of our own.</summary>
    public ResourceBuilder<RabbitMqResource> AddRabbitMQ(string name) => Add(new RabbitMqResource(name, this));

    /// <summary>A project of this solution, on a free port unless one is asked for.</summary>
    public ResourceBuilder<ProjectResource> AddProject(string name, string project, int? port = null)
    {
        var builder = Add(new ProjectResource(name, project, port ?? FreePort.Next()));
        builder.Resource.Endpoints.Add(("http", builder.Resource.Url));
        return builder.WithEnvironment("ASPNETCORE_URLS", builder.Resource.Url)
            .WithEnvironment("ASPNETCORE_ENVIRONMENT", EnvironmentName)
            .WithEnvironment("DOTNET_ENVIRONMENT", EnvironmentName);
    }

    /// <summary>Any program of this machine.</summary>
    public ResourceBuilder<ExecutableResource> AddExecutable(string name, string command, string workingFolder, params string[] arguments) =>
        Add(new ExecutableResource(name, command, workingFolder, arguments));

    /// <summary>A secret of so many bytes: the variable's, or one that is generated once and kept with the data.</summary>
    public Secret AddSecret(string name, string variable, int bytes) => new(this, name, variable, bytes);

    /// <summary>The first administrator's password, which nobody makes up outside Development.</summary>
    public Secret AddAdministratorPassword(string variable) => AdministratorPassword = AddSecret("administrator-password", variable, bytes: 18);

    public DistributedApplication Build() => new(this);

    /// <summary>The address of a server that runs elsewhere, when one is given.</summary>
    internal static string? GivenConnectionString(string name) => Environment.GetEnvironmentVariable($"ConnectionStrings__{name}") is { Length: > 0 } value ? value : null;

    internal ResourceBuilder<T> Add<T>(T resource)
        where T : Resource
    {
        if (_resources.Exists(other => other.Name == resource.Name))
            throw new InvalidOperationException($"Two resources are named {resource.Name}.");
        _resources.Add(resource);
        return new ResourceBuilder<T>(this, resource);
    }
}
