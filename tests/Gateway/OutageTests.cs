using System.Diagnostics;
using System.Net;
using FactoryFlow.Trial.V1;
using Google.Rpc;
using Grpc.Core;

namespace FactoryFlow.Gateway.Tests;

public sealed class OutageTests
{
    private const string Nowhere = "http://127.0.0.1:9";

    [Fact]
    public async Task A_service_that_is_down_is_a_problem_that_says_when_to_try_again()
    {
        await using var gateway = await RunningGateway.Start([Nowhere]);
        var answer = await gateway.Get("/trial/things/7");
        answer.Problem.ShouldBe("503 UNAVAILABLE");
        answer.Headers["Retry-After"].ShouldBe("1");
        answer.Body.ShouldNotContain("127.0.0.1");
    }

    [Fact]
    public async Task A_service_that_is_nowhere_is_a_problem_too()
    {
        await using var gateway = await RunningGateway.Start([]);
        (await gateway.Get("/trial/things/7")).Problem.ShouldBe("503 UNAVAILABLE");
    }

    [Fact]
    public async Task A_grpc_client_is_told_as_grpc_tells_it()
    {
        await using var gateway = await RunningGateway.Start([Nowhere]);
        var client = new TrialService.TrialServiceClient(gateway.Channel);
        var refusal = await Should.ThrowAsync<RpcException>(async () =>
            await client.GetThingAsync(new ThingRequest(), deadline: DateTime.UtcNow.AddSeconds(10)));
        refusal.StatusCode.ShouldBe(StatusCode.Unavailable);
        refusal.Status.Detail.ShouldBe("The service behind this path cannot be reached; try again.");
        refusal.Reason().ShouldBe("UNAVAILABLE");
        refusal.Detail<RetryInfo>()!.RetryDelay.ToTimeSpan().ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_grpc_client_is_told_too_that_a_service_took_too_long()
    {
        await using var service = await TrialHost.Start();
        service.IsSilent = true;
        await using var gateway = await RunningGateway.Start([service.Address], deadline: "00:00:00.5");
        var refusal = await Should.ThrowAsync<RpcException>(async () =>
            await new TrialService.TrialServiceClient(gateway.Channel).GetThingAsync(new ThingRequest(), deadline: DateTime.UtcNow.AddSeconds(10)));
        (refusal.StatusCode, refusal.Reason()).ShouldBe((StatusCode.DeadlineExceeded, "DEADLINE_EXCEEDED"));
    }

    [Fact]
    public async Task Another_instance_takes_over_without_one_failed_request()
    {
        await using var second = await TrialHost.Start("second");
        await using var gateway = await RunningGateway.Start([Nowhere, second.Address]);
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => gateway.Get("/trial/headers")));
        answers.Count(answer => answer.Status == HttpStatusCode.OK && answer.Body.Contains("second")).ShouldBe(50);
    }

    [Fact]
    public async Task Another_instance_takes_grpc_calls_over_as_well()
    {
        await using var second = await TrialHost.Start("second");
        await using var gateway = await RunningGateway.Start([Nowhere, second.Address]);
        var client = new TrialService.TrialServiceClient(gateway.Channel);
        for (var i = 0; i < 20; i++)
            (await client.GetThingAsync(new ThingRequest { ThingId = "7" }, deadline: DateTime.UtcNow.AddSeconds(10))).ThingId.ShouldBe("7");
    }

    [Fact]
    public async Task A_service_that_comes_back_is_found_at_once()
    {
        var first = await TrialHost.Start();
        await using var gateway = await RunningGateway.Start([first.Address]);
        (await gateway.Get("/trial/things/7")).Status.ShouldBe(HttpStatusCode.OK);
        var address = first.Address;
        await first.DisposeAsync();
        (await gateway.Get("/trial/things/7")).Problem.ShouldBe("503 UNAVAILABLE");
        await using var again = await TrialHost.Start(url: address);
        (await gateway.Get("/trial/things/7")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_service_that_takes_too_long_is_not_waited_for(bool stubborn)
    {
        await using var service = await TrialHost.Start();
        await using var gateway = await RunningGateway.Start([service.Address], deadline: "00:00:00.5");
        var watch = Stopwatch.StartNew();
        var answer = await gateway.Post("/trial/wait", $$"""{"milliseconds": 6000, "stubborn": {{(stubborn ? "true" : "false")}}}""");
        answer.Problem.ShouldBe("504 DEADLINE_EXCEEDED");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5.5));
    }

    [Fact]
    public async Task A_service_that_went_silent_is_not_waited_for()
    {
        await using var service = await TrialHost.Start();
        service.IsSilent = true;
        await using var gateway = await RunningGateway.Start([service.Address], deadline: "00:00:00.5");
        (await gateway.Get("/trial/things/7")).Problem.ShouldBe("504 DEADLINE_EXCEEDED");
    }

    [Fact]
    public async Task A_service_that_dies_in_the_middle_is_a_problem()
    {
        var service = await TrialHost.Start();
        await using var gateway = await RunningGateway.Start([service.Address]);
        var waiting = gateway.Post("/trial/wait", """{"milliseconds": 5000, "stubborn": true}""");
        await Task.Delay(300);
        await service.DisposeAsync();
        (await waiting).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }
}
