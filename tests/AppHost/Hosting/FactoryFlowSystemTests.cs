using FactoryFlow.AppHost.StandIn;

namespace FactoryFlow.AppHost.Tests.Hosting;

/// <summary>The handle that other test projects hold, on stand-ins for the services.</summary>
public sealed class FactoryFlowSystemTests(FactoryFlowSystemTests.Running running) : IClassFixture<FactoryFlowSystemTests.Running>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private FactoryFlowSystem System => running.System;

    [Fact(Timeout = 180_000)]
    public async Task Services_are_given_what_they_were_promised()
    {
        var variables = await running.Environment("identity");
        variables["ASPNETCORE_URLS"].ShouldBe(System.Address("identity").ToString().TrimEnd('/'));
        variables["ASPNETCORE_ENVIRONMENT"].ShouldBe("Development");
        variables["ConnectionStrings__identity"].ShouldBe(System.Database("identity").AppConnectionString);
        variables["ConnectionStrings__identity_owner"].ShouldBe(System.Database("identity").OwnerConnectionString);
        variables["ConnectionStrings__rabbitmq"].ShouldBe(System.ConnectionString("rabbitmq"));
        variables["Platform__AdminPassword"].ShouldBe(System.AdministratorPassword);
        Convert.FromBase64String(variables["Identity__KeyEncryptionKey"]).Length.ShouldBe(32);
        variables["Mail__Directory"].ShouldBe(Path.Combine(System.DataFolder, "outbox"));
        variables["Mail__LinkBase"].ShouldBe($"http://localhost:{System.GatewayAddress.Port}");
        variables["Given"].ShouldBe("by the test");
        variables.ShouldNotContainKey("OTEL_EXPORTER_OTLP_ENDPOINT");
    }

    [Fact(Timeout = 180_000)]
    public async Task The_gateway_is_given_the_services_addresses_and_its_port_for_grpc()
    {
        var variables = await running.Environment("gateway");
        variables["services__identity__grpc__0"].ShouldBe(System.Address("identity").ToString().TrimEnd('/'));
        variables["Gateway__GrpcUrl"].ShouldBe(System.GrpcAddress.ToString().TrimEnd('/'));
    }

    [Fact(Timeout = 180_000)]
    public async Task A_killed_service_comes_back_on_the_same_address()
    {
        var before = System.ProcessId("identity");
        await System.Kill("identity");
        await System.WaitUntilReady("identity", Cancel);
        System.ProcessId("identity").ShouldNotBe(before);
        (await running.Environment("identity")).ShouldNotBeEmpty();
        System.Log("identity").Count(line => line.Text.StartsWith("listening")).ShouldBeGreaterThan(1);
    }

    [Fact(Timeout = 120_000)]
    public async Task The_broker_can_be_stopped_and_started()
    {
        await System.Stop("rabbitmq");
        System.ProcessId("rabbitmq").ShouldBeNull();
        await System.StartAgain("rabbitmq", Cancel);
        System.ProcessId("rabbitmq").ShouldNotBeNull();
    }

    [Fact]
    public void Secrets_are_kept_for_their_owner_alone()
    {
        foreach (var secret in Directory.EnumerateFiles(Path.Combine(System.DataFolder, "secrets")))
            File.GetUnixFileMode(secret).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public sealed class Running : IAsyncLifetime
    {
        internal FactoryFlowSystem System { get; private set; } = null!;

        public async ValueTask InitializeAsync() =>
            System = await FactoryFlowSystem.Start(SmallSystem.Run, new SystemOptions { Environment = new Dictionary<string, string> { ["Given"] = "by the test" } }, CancellationToken.None);

        public ValueTask DisposeAsync() => System.DisposeAsync();

        internal async Task<Dictionary<string, string>> Environment(string service)
        {
            using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(System.Address(service), "/environment"))
            {
                Version = service == "gateway" ? new Version(1, 1) : new Version(2, 0),
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            };
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            var text = await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            return text.Split('\n').Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        }
    }
}
