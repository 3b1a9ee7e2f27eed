using System.Net;
using System.Net.Sockets;
using FactoryFlow.AppHost.Processes;

namespace FactoryFlow.AppHost.Tests.Hosting;

/// <summary>A whole start, as a newcomer sees it, with stand-ins for the services.</summary>
public sealed class AppHostProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory(Timeout = 180_000)]
    [InlineData(nameof(Signal.Terminate))]
    [InlineData(nameof(Signal.Interrupt))]
    public async Task Told_to_stop_it_ends_with_success_within_15_seconds_and_nothing_is_left(string signal)
    {
        await using var host = await HostProcess.StartReady(_folder.Path);
        ProcessList.Mentioning(_folder.Path).Count.ShouldBeGreaterThan(5);
        host.Send(Enum.Parse<Signal>(signal));
        (await host.Exit(seconds: 15)).ShouldBe(0);
        await Eventually.Is(() => ProcessList.Mentioning(_folder.Path).Count == 0, seconds: 1);
    }

    [Theory(Timeout = 180_000)]
    [InlineData("--dashboard-port=0")]
    [InlineData("--no-dashboard")]
    public async Task A_port_in_use_is_named_with_the_option_that_changes_it(string dashboard)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await using var host = HostProcess.Start(_folder.Path, ["--gateway-port", $"{port}", dashboard]);
        (await host.Exit()).ShouldBe(1);
        host.Output.ShouldContain($"Port {port} is in use by another program: choose another one with --gateway-port.");
    }

    [Fact(Timeout = 180_000)]
    public async Task What_cannot_be_understood_is_answered_with_the_usage()
    {
        await using var host = HostProcess.Start(_folder.Path, ["--bogus"]);
        (await host.Exit()).ShouldBe(2);
        host.Output.ShouldContain("--bogus is not known.");
        host.Output.ShouldContain("Usage:");
    }

    [Theory(Timeout = 180_000)]
    [InlineData("ASPNETCORE_ENVIRONMENT")]
    [InlineData("DOTNET_ENVIRONMENT")]
    public async Task Outside_Development_a_missing_administrators_password_stops_the_start(string variable)
    {
        await using var host = HostProcess.Start(_folder.Path, environment: new() { [variable] = "Production" });
        (await host.Exit()).ShouldBe(1);
        host.Output.ShouldContain("give it in Platform__AdminPassword");
    }

    [Theory(Timeout = 120_000)]
    [InlineData("postgres", "Host=127.0.0.1;Port=1;Username=nobody")]
    [InlineData("rabbitmq", "amqp://127.0.0.1:1")]
    public async Task A_given_server_that_does_not_answer_is_named(string name, string connectionString)
    {
        await using var host = HostProcess.Start(_folder.Path, environment: new() { [$"ConnectionStrings__{name}"] = connectionString });
        (await host.Exit(60)).ShouldBe(1);
        host.Output.ShouldContain($"ConnectionStrings__{name}");
    }

    public void Dispose() => _folder.Dispose();
}
