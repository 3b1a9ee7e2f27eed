using FactoryFlow.AppHost.Hosting;

namespace FactoryFlow.AppHost.Tests.Hosting;

public sealed class CommandLineTests
{
    [Fact]
    public void Nothing_said_means_the_documented_defaults()
    {
        var options = CommandLine.Parse([]);
        (options.GatewayPort, options.GrpcPort, options.DashboardPort, options.Dashboard, options.Demo).ShouldBe((8080, 8081, 18888, true, false));
        options.Data.ShouldEndWith("factoryflow/data");
    }

    [Fact]
    public void Everything_can_be_said()
    {
        var options = CommandLine.Parse(["demo", "--exit", "--gateway-port", "9000", "--grpc-port=9100", "--dashboard-port", "9200", "--data", "/somewhere", "--no-dashboard"]);
        (options.GatewayPort, options.GrpcPort, options.DashboardPort, options.Data).ShouldBe((9000, 9100, 9200, "/somewhere"));
        (options.Demo, options.Exit, options.Dashboard).ShouldBe((true, true, false));
    }

    [Fact]
    public void The_port_for_grpc_follows_the_gateways() => CommandLine.Parse(["--gateway-port", "9000"]).GrpcPort.ShouldBe(9001);

    [Fact]
    public void Port_zero_is_a_free_one()
    {
        var options = CommandLine.Parse(["--gateway-port", "0"]);
        options.GatewayPort.ShouldBeGreaterThan(0);
        options.GrpcPort.ShouldNotBe(options.GatewayPort);
    }

    [Theory]
    [InlineData("--bogus is not known.", "--bogus")]
    [InlineData("play is not known.", "play")]
    [InlineData("--data needs a value.", "--data")]
    [InlineData("--gateway-port needs a port number, not x.", "--gateway-port", "x")]
    [InlineData("--gateway-port needs a port number, not 65536.", "--gateway-port=65536")]
    [InlineData("--exit goes with demo.", "--exit")]
    public void What_cannot_be_understood_is_named(string complaint, params string[] arguments) =>
        Should.Throw<UsageException>(() => CommandLine.Parse(arguments)).Message.ShouldBe(complaint);
}
