using Microsoft.Extensions.Configuration;

namespace FactoryFlow.Gateway.Tests;

public sealed class GatewaySettingsTests
{
    [Theory]
    [InlineData("Deadline", "00:00:00")]
    [InlineData("Deadline", "-00:00:01")]
    [InlineData("Connections", "0")]
    [InlineData("Connections", "-2")]
    [InlineData("DirectoryInterval", "00:00:00")]
    [InlineData("AnonymousRequestsPerMinute", "-2")]
    [InlineData("CallsUnderWay", "0")]
    [InlineData("CallsUnderWay", "-2")]
    [InlineData("CallsAtOnce", "0")]
    [InlineData("CallsAtOnce", "-1")]
    public void What_makes_no_sense_is_told_by_its_name(string name, string value) =>
        Should.Throw<InvalidOperationException>(() => Read((name, value))).Message.ShouldStartWith($"Gateway__{name} must be ");

    [Fact]
    public void What_is_not_configured_is_as_it_is_by_default()
    {
        var settings = Read(("CallsUnderWay", "-1"));
        (settings.CallsUnderWay, settings.Deadline, settings.Connections).ShouldBe((-1, TimeSpan.FromSeconds(30), 10_000));
        settings.CallsAtOnce.ShouldBeGreaterThanOrEqualTo(8);
    }

    private static GatewaySettings Read(params (string Name, string Value)[] values) =>
        GatewaySettings.From(new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => KeyValuePair.Create<string, string?>("Gateway:" + v.Name, v.Value))).Build());
}
