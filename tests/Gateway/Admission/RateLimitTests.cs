using System.Globalization;
using FactoryFlow.Trial.V1;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace FactoryFlow.Gateway.Tests.Admission;

public sealed class RateLimitTests(WithDoor door) : IClassFixture<WithDoor>
{
    private readonly RunningGateway _gateway = door.Gateway;
    private readonly Authorities _authorities = door.Authorities;

    [Fact]
    public async Task A_tenant_has_as_many_calls_as_its_plan_says_and_then_waits()
    {
        var tenant = await Tell(perMinute: 5);
        var answers = new List<Answer>();
        for (var i = 0; i < 8; i++) answers.Add(await Call(_authorities.Token(tenant)));
        answers.Take(5).Select(a => a.Headers["RateLimit-Remaining"]).ShouldBe(["4", "3", "2", "1", "0"]);
        answers.ShouldAllBe(a => a.Headers["RateLimit-Limit"] == "5" && a.Headers["RateLimit-Policy"] == "\"tenant\";q=5;w=60");
        answers.Take(5).Select(a => a.Headers["RateLimit"].Split(";t=")[0]).ShouldBe(["\"tenant\";r=4", "\"tenant\";r=3", "\"tenant\";r=2", "\"tenant\";r=1", "\"tenant\";r=0"]);
        answers.Skip(5).ShouldAllBe(a => (int)a.Status == 429 && a.Problem == "429 RATE_LIMITED" && a.Json["code"]!.ToString() == "RATE_LIMITED");
        Seconds(answers[7], "Retry-After").ShouldBeInRange(1, 13);
        Seconds(answers[7], "RateLimit-Reset").ShouldBeInRange(50, 60);
    }

    [Fact]
    public async Task What_was_used_comes_back_little_by_little()
    {
        var token = _authorities.Token(await Tell(perMinute: 120));
        var answers = await Task.WhenAll(Enumerable.Range(0, 125).Select(_ => Call(token)));
        answers.Count(a => (int)a.Status == 200).ShouldBeInRange(120, 123);
        await Task.Delay(TimeSpan.FromSeconds(1.2));
        (await Call(token)).Headers["RateLimit-Remaining"].ShouldNotBe("0");
    }

    [Fact]
    public async Task One_tenants_excess_is_not_anothers()
    {
        var (one, other) = (await Tell(perMinute: 1), await Tell(perMinute: 1));
        (await Call(_authorities.Token(one)), await Call(_authorities.Token(one))).Item2.Problem.ShouldBe("429 RATE_LIMITED");
        ((int)(await Call(_authorities.Token(other))).Status).ShouldBe(200);
    }

    [Fact]
    public async Task One_persons_excess_is_not_counted_against_the_others()
    {
        var tenant = await Tell(perMinute: 10, perUser: 2);
        var (busy, other) = (_authorities.Token(tenant), _authorities.Token(tenant));
        var answers = new List<Answer>();
        for (var i = 0; i < 10; i++) answers.Add(await Call(busy));
        answers.Count(a => (int)a.Status == 200).ShouldBe(2);
        answers[9].Headers["RateLimit-Limit"].ShouldBe("2");
        var answer = await Call(other);
        (answer.Headers["RateLimit-Remaining"], answer.Headers["RateLimit-Policy"]).ShouldBe(("1", "\"tenant\";q=10;w=60, \"user\";q=2;w=60"));
    }

    [Fact]
    public async Task A_change_of_the_plan_takes_effect_and_begins_a_new_count()
    {
        var tenant = await Tell(perMinute: 1);
        var token = _authorities.Token(tenant);
        (await Call(token), await Call(token)).Item2.Problem.ShouldBe("429 RATE_LIMITED");
        _authorities.Tell(tenant, perMinute: 7);
        await _gateway.Learns();
        (await Call(token)).Headers["RateLimit-Remaining"].ShouldBe("6");
    }

    [Fact]
    public async Task Without_a_limit_nothing_is_counted_or_said()
    {
        foreach (var token in new[] { _authorities.Token(await Tell(perMinute: -1)), _authorities.Token(tenant: null) })
            (await Call(token)).Headers.Keys.ShouldNotContain(name => name.StartsWith("RateLimit", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_limit_of_none_lets_nothing_in()
    {
        var answer = await Call(_authorities.Token(await Tell(perMinute: 0)));
        (answer.Problem, answer.Headers["Retry-After"], answer.Headers["RateLimit-Reset"]).ShouldBe(("429 RATE_LIMITED", "60", "60"));
    }

    [Fact]
    public async Task A_grpc_client_is_told_as_grpc_tells_it()
    {
        var headers = new Metadata { { "authorization", "Bearer " + _authorities.Token(await Tell(perMinute: 1)) } };
        var client = new TrialService.TrialServiceClient(_gateway.Channel);
        using var first = client.PrivateAsync(new Empty(), headers, DateTime.UtcNow.AddSeconds(15));
        (await first.ResponseHeadersAsync).GetValue("ratelimit-remaining").ShouldBe("0");
        await first;
        var refused = await Should.ThrowAsync<RpcException>(async () => await client.PrivateAsync(new Empty(), headers, DateTime.UtcNow.AddSeconds(15)));
        refused.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
        var wait = Callers.DetailsOf(refused).Details.Single(d => d.Is(RetryInfo.Descriptor)).Unpack<RetryInfo>().RetryDelay.ToTimeSpan();
        wait.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Calls_without_a_valid_token_are_counted_by_address_and_the_others_are_not()
    {
        await using var service = await TrialHost.Start();
        await using var gateway = await RunningGateway.Start([service.Address], others: [("Gateway:AnonymousRequestsPerMinute", "3")]);
        var token = gateway.Authorities.Token(tenant: null);
        (await gateway.Get("/trial/headers")).Headers["RateLimit-Policy"].ShouldBe("\"address\";q=3;w=60");
        (await gateway.Private(null)).ShouldBe("401 TOKEN_MISSING");
        (await gateway.Private("forged")).ShouldBe("401 TOKEN_INVALID");
        (await gateway.Private("forged"), await gateway.Private(null)).ShouldBe(("429 RATE_LIMITED", "429 RATE_LIMITED"));
        (await gateway.Get("/trial/headers")).Problem.ShouldBe("429 RATE_LIMITED");
        (await gateway.Private(token)).ShouldBe("");
    }

    [Fact]
    public async Task A_trusted_proxy_says_who_calls_and_nobody_else_does()
    {
        await using var service = await TrialHost.Start();
        await using var gateway = await RunningGateway.Start([service.Address], others: [("Gateway:AnonymousRequestsPerMinute", "1"), ("Gateway:TrustedProxies:0", "127.0.0.0/8")]);
        (string, string) From(string address) => ("X-Forwarded-For", address);
        ((int)(await gateway.Get("/trial/headers", From("2001:db8:1:2::1"))).Status).ShouldBe(200);
        (await gateway.Get("/trial/headers", From("2001:db8:1:2:ffff::9"))).Problem.ShouldBe("429 RATE_LIMITED");
        var answer = await gateway.Get("/trial/headers", From("2001:db8:1:3::1"));
        answer.Json["headers"]!["x-forwarded-for"]!.ToString().ShouldBe("2001:db8:1:3::1");
        await using var strict = await RunningGateway.Start([service.Address], others: [("Gateway:AnonymousRequestsPerMinute", "1")]);
        ((int)(await strict.Get("/trial/headers", From("10.0.0.1"))).Status).ShouldBe(200);
        (await strict.Get("/trial/headers", From("10.0.0.2"))).Problem.ShouldBe("429 RATE_LIMITED");
    }

    [Theory]
    [InlineData("203.0.113.9")]
    [InlineData("203.0.113.9, 127.0.0.5")]
    [InlineData("203.0.113.9, 10.1.2.3, 127.0.0.5")]
    [InlineData("6.6.6.6, 203.0.113.9, 127.0.0.5")]
    [InlineData("127.0.0.7, 203.0.113.9, 127.0.0.5")]
    public async Task Behind_several_trusted_proxies_the_first_address_that_is_none_of_theirs_is_the_clients(string forwarded)
    {
        await using var service = await TrialHost.Start();
        await using var gateway = await RunningGateway.Start([service.Address], others: [("Gateway:TrustedProxies:0", "127.0.0.0/8"), ("Gateway:TrustedProxies:1", "10.1.2.3")]);
        (await gateway.Get("/trial/headers", ("X-Forwarded-For", forwarded))).Json["headers"]!["x-forwarded-for"]!.ToString().ShouldBe("203.0.113.9");
    }

    private async Task<Guid> Tell(int perMinute, int? perUser = null)
    {
        var tenant = _authorities.Tell(perMinute: perMinute, perUser: perUser);
        await _gateway.Learns();
        return tenant;
    }

    private Task<Answer> Call(string token) => _gateway.Get("/trial/private", ("Authorization", "Bearer " + token));

    private static int Seconds(Answer answer, string header) => int.Parse(answer.Headers[header], CultureInfo.InvariantCulture);
}
