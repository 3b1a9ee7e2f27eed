using System.Net;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Workflow.Webhooks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace FactoryFlow.Workflow.Tests.Webhooks;

public sealed class AddressPolicyTests
{
    private static readonly AddressPolicy Strict = Policy(Environments.Production);

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("100.63.255.255")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("::ffff:8.8.8.8")]
    public void What_is_public_is_called(string address) => Strict.Allows(IPAddress.Parse(address)).ShouldBeTrue();

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void What_is_not_public_is_not_called(string address) => Strict.Allows(IPAddress.Parse(address)).ShouldBeFalse();

    [Fact]
    public void What_is_configured_is_called_and_nothing_beside_it()
    {
        var policy = Policy(Environments.Production, ("AllowedNetworks", "10.1.0.0/16, fd00:1::/32"));
        new[] { "10.1.2.3", "::ffff:10.1.2.3", "fd00:1::5", "8.8.8.8" }.ShouldAllBe(address => policy.Allows(IPAddress.Parse(address)));
        new[] { "10.2.0.1", "127.0.0.1", "fd00:2::5" }.ShouldAllBe(address => !policy.Allows(IPAddress.Parse(address)));
    }

    [Fact]
    public void In_development_this_machine_is_called_and_its_network_is_not()
    {
        var policy = Policy(Environments.Development);
        (policy.AllowHttp, policy.Allows(IPAddress.Loopback), policy.Allows(IPAddress.IPv6Loopback)).ShouldBe((true, true, true));
        (policy.Allows(IPAddress.Parse("169.254.169.254")), policy.Allows(IPAddress.Parse("192.168.1.1"))).ShouldBe((false, false));
        Policy(Environments.Development, ("AllowedNetworks", "")).Allows(IPAddress.Loopback).ShouldBeFalse();
    }

    [Theory]
    [InlineData("AllowHttp", "yes")]
    [InlineData("AllowedNetworks", "10.1.0.0")]
    [InlineData("AllowedNetworks", "here")]
    public void A_setting_that_is_none_is_found_out_at_the_start(string name, string value) =>
        Should.Throw<InvalidOperationException>(() => Policy(Environments.Production, (name, value))).Message.ShouldContain("Webhooks__" + name);

    [Theory]
    [InlineData("https://example.com/hooks?token=1", null)]
    [InlineData("https://8.8.8.8:8443/", null)]
    [InlineData("", "is required")]
    [InlineData("example.com", "is not a url")]
    [InlineData("ftp://example.com", "is not a url")]
    [InlineData("file:///etc/passwd", "is not a url")]
    [InlineData("http://example.com", "must begin with https://")]
    [InlineData("https://me:secret@example.com", "must not hold a user")]
    [InlineData("https://example.com/#there", "must not hold a fragment")]
    [InlineData("https://localhost", "must be public")]
    [InlineData("https://api.localhost./", "must be public")]
    [InlineData("https://127.0.0.1", "must be public")]
    [InlineData("https://2130706433", "must be public")]
    [InlineData("https://0x7f.1", "must be public")]
    [InlineData("https://[::1]:5432", "must be public")]
    [InlineData("https://[::ffff:10.0.0.1]", "must be public")]
    [InlineData("https://169.254.169.254/latest", "must be public")]
    public void A_url_is_checked_before_it_is_kept(string url, string? fault)
    {
        var check = new Check();
        Strict.CheckUrl(check, "url", url);
        if (fault is null) check.Done();
        else Should.Throw<Refusal>(check.Done).Message.ShouldContain(fault);
    }

    private static AddressPolicy Policy(string environment, params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create("Webhooks:" + s.Name, (string?)s.Value))).Build();
        return AddressPolicy.From(configuration, new HostingEnvironment { EnvironmentName = environment });
    }
}
