using System.Net;

namespace FactoryFlow.Gateway.Tests.Admission;

public sealed class CorsTests(WithDoor door) : IClassFixture<WithDoor>
{
    private const string Operator = "https://app.operator.example";

    private readonly RunningGateway _gateway = door.Gateway;
    private readonly Authorities _authorities = door.Authorities;

    [Fact]
    public async Task A_preflight_of_a_tenants_origin_is_answered_by_the_gateway()
    {
        var (_, origin) = await Tell();
        var answer = await Preflight("/trial/private", origin);
        answer.Status.ShouldBe(HttpStatusCode.NoContent);
        (answer.Headers["Access-Control-Allow-Origin"], answer.Headers["Access-Control-Allow-Credentials"], answer.Headers["Vary"]).ShouldBe((origin, "true", "Origin"));
        answer.Headers["Access-Control-Allow-Methods"].Split(", ").ShouldBe(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]);
        foreach (var name in new[] { "Authorization", "Content-Type", "Idempotency-Key", "X-CSRF-Token", "X-Session-Mode", "If-Match", "Last-Event-ID" })
            answer.Headers["Access-Control-Allow-Headers"].Split(", ").ShouldContain(name);
        int.Parse(answer.Headers["Access-Control-Max-Age"], null).ShouldBeLessThan(60);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("*")]
    [InlineData("https://APP.operator.example")]
    [InlineData("https://app.operator.example:8443")]
    [InlineData("http://app.operator.example")]
    [InlineData("https://app.operator.example.evil.example")]
    [InlineData("https://app.operator.example/")]
    public async Task A_preflight_of_any_other_origin_is_refused(string origin)
    {
        _authorities.Tell(origins: ["null", "*"]);
        await _gateway.Learns();
        var answer = await Preflight("/trial/private", origin);
        answer.Problem.ShouldBe("403 ORIGIN_REFUSED");
        answer.Headers.Keys.ShouldNotContain("Access-Control-Allow-Origin");
        answer.Headers["Vary"].ShouldBe("Accept-Language, Origin");
    }

    [Fact]
    public async Task A_page_of_the_callers_tenant_may_read_the_answer()
    {
        var (tenant, origin) = await Tell();
        var answer = await Call(tenant, origin);
        (answer.Headers["Access-Control-Allow-Origin"], answer.Headers["Access-Control-Allow-Credentials"], answer.Headers["Vary"]).ShouldBe((origin, "true", "Origin"));
        foreach (var name in new[] { "RateLimit-Remaining", "Retry-After", "Idempotency-Replayed", "X-Request-Id", "traceresponse", "Location", "ETag" })
            answer.Headers["Access-Control-Expose-Headers"].Split(", ").ShouldContain(name);
    }

    [Fact]
    public async Task A_page_of_another_tenants_may_not_read_it_and_one_of_the_operators_may()
    {
        var ((tenant, _), (_, theirs)) = (await Tell(), await Tell());
        var answer = await Call(tenant, theirs);
        (answer.Status, answer.Headers["Vary"]).ShouldBe((HttpStatusCode.OK, "Origin"));
        answer.Headers.Keys.ShouldNotContain(name => name.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
        (await Call(tenant, Operator)).Headers["Access-Control-Allow-Origin"].ShouldBe(Operator);
    }

    [Fact]
    public async Task The_platforms_people_have_no_origin_but_the_operators()
    {
        var (_, origin) = await Tell();
        (await Call(null, origin)).Headers.Keys.ShouldNotContain("Access-Control-Allow-Origin");
        (await Call(null, Operator)).Headers["Access-Control-Allow-Origin"].ShouldBe(Operator);
    }

    [Fact]
    public async Task Before_anybody_is_known_a_page_of_any_tenants_may_read_the_answer()
    {
        var (_, origin) = await Tell();
        (await _gateway.Get("/trial/headers", ("Origin", origin))).Headers["Access-Control-Allow-Origin"].ShouldBe(origin);
        (await _gateway.Get("/trial/headers", ("Origin", "https://evil.example"))).Headers.Keys.ShouldNotContain("Access-Control-Allow-Origin");
    }

    [Theory]
    [InlineData("GET", "/nowhere", null, 404)]
    [InlineData("GET", "/trial/private", null, 401)]
    [InlineData("DELETE", "/trial/private", null, 405)]
    [InlineData("POST", "/trial/everything", "{ broken", 400)]
    [InlineData("POST", "/trial/fail", """{"throw": true}""", 500)]
    [InlineData("POST", "/trial/fail", """{"status": 5}""", 404)]
    public async Task A_problem_can_be_read_as_well(string method, string path, string? body, int status)
    {
        var (_, origin) = await Tell();
        var answer = await _gateway.Send(method, path, body, headers: ("Origin", origin));
        ((int)answer.Status, answer.Headers["Access-Control-Allow-Origin"], answer.Headers["Vary"]).ShouldBe((status, origin, "Accept-Language, Origin"));
    }

    [Fact]
    public async Task A_service_that_cannot_be_reached_is_a_problem_that_can_be_read()
    {
        await using var gateway = await RunningGateway.Start(["http://127.0.0.1:9"], others: [("Gateway:CorsOrigins:0", Operator)]);
        var answer = await gateway.Get("/trial/headers", ("Origin", Operator));
        (answer.Problem, answer.Headers["Access-Control-Allow-Origin"]).ShouldBe(("503 UNAVAILABLE", Operator));
    }

    [Fact]
    public async Task An_origin_that_is_taken_away_is_without_effect()
    {
        var (tenant, origin) = await Tell();
        _authorities.Tell(tenant);
        await _gateway.Learns();
        (await Preflight("/trial/private", origin)).Problem.ShouldBe("403 ORIGIN_REFUSED");
        (await Call(tenant, origin)).Headers.Keys.ShouldNotContain("Access-Control-Allow-Origin");
    }

    [Fact]
    public async Task A_request_for_options_that_is_no_preflight_is_one_like_any_other() =>
        (await _gateway.Send("OPTIONS", "/trial/private", null, headers: ("Origin", Operator))).Problem.ShouldBe("405 METHOD_NOT_ALLOWED");

    private Task<Answer> Preflight(string path, string origin) =>
        _gateway.Send("OPTIONS", path, null, headers: [("Origin", origin), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization,idempotency-key")]);

    private Task<Answer> Call(Guid? tenant, string origin) => _gateway.Get("/trial/private", ("Authorization", "Bearer " + _authorities.Token(tenant)), ("Origin", origin));

    private async Task<(Guid Tenant, string Origin)> Tell()
    {
        var origin = $"https://{Guid.NewGuid():N}.example";
        var tenant = _authorities.Tell(origins: origin);
        await _gateway.Learns();
        return (tenant, origin);
    }
}
