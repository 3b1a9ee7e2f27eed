using System.Net;
using System.Text.Json.Nodes;

namespace FactoryFlow.Gateway.Tests;

public sealed class HealthTests
{
    [Theory]
    [InlineData("/health/ready")]
    [InlineData("/api/health")]
    public async Task Ready_is_when_every_service_is_and_says_what_each_said(string path)
    {
        await using var service = await TrialHost.Start();
        await using var gateway = await RunningGateway.Start([service.Address]);
        var answer = await gateway.Get(path);
        answer.Status.ShouldBe(HttpStatusCode.OK);
        (answer.Json["status"]!.ToString(), answer.Json["parts"]!["gateway"]!["status"]!.ToString()).ShouldBe(("UP", "UP"));
        JsonNode.DeepEquals(answer.Json["parts"]!["trial"], JsonNode.Parse("""{"status": "UP", "parts": {"database": {"status": "UP"}}}""")).ShouldBeTrue(answer.Body);
    }

    [Fact]
    public async Task Not_ready_is_when_a_service_says_so()
    {
        await using var service = await TrialHost.Start();
        await using var gateway = await RunningGateway.Start([service.Address]);
        service.IsReady = false;
        var answer = await gateway.Get("/health/ready");
        answer.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Json["parts"]!["trial"]!["status"]!.ToString().ShouldBe("DOWN");
    }

    [Fact]
    public async Task Not_ready_is_when_a_service_does_not_answer()
    {
        await using var gateway = await RunningGateway.Start(["http://127.0.0.1:9"]);
        var answer = await gateway.Get("/health/ready");
        answer.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Json["status"]!.ToString().ShouldBe("DOWN");
        answer.Body.ShouldNotContain("127.0.0.1");
    }

    [Fact]
    public async Task One_instance_that_is_ready_is_enough()
    {
        await using var service = await TrialHost.Start();
        await using var gateway = await RunningGateway.Start(["http://127.0.0.1:9", service.Address]);
        (await gateway.Get("/health/ready")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_service_that_has_no_rpc_yet_must_be_ready_too()
    {
        await using var service = await TrialHost.Start();
        await using var later = await TrialHost.Start();
        await using var gateway = await RunningGateway.Start([service.Address], others: ("services:later:grpc:0", later.Address));
        var answer = await gateway.Get("/health/ready");
        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Json["parts"]!.AsObject().Select(part => part.Key).ShouldBe(["gateway", "identity", "later", "tenancy", "trial"]);
        later.IsReady = false;
        await Task.Delay(TimeSpan.FromMilliseconds(300));
        (await gateway.Get("/health/ready")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Alive_is_whenever_the_gateway_answers()
    {
        await using var gateway = await RunningGateway.Start([]);
        var answer = await gateway.Get("/health/live");
        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Body.ShouldBe("""{"status":"UP"}""");
    }
}
