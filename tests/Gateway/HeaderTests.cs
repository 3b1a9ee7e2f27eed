namespace FactoryFlow.Gateway.Tests;

public sealed class HeaderTests(WithGateway running) : IClassFixture<WithGateway>
{
    private readonly RunningGateway _gateway = running.Gateway;

    [Theory]
    [InlineData("abc-DEF_1.2")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public async Task A_sane_request_id_is_kept_and_reaches_the_service(string id)
    {
        var answer = await _gateway.Get("/trial/headers", ("X-Request-Id", id));
        answer.Headers["X-Request-Id"].ShouldBe(id);
        Received(answer, "x-request-id").ShouldBe(id);
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("<script>")]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234")]
    [InlineData("")]
    public async Task Any_other_request_id_is_replaced(string id)
    {
        var answer = await _gateway.Get("/trial/headers", ("X-Request-Id", id));
        Guid.Parse(answer.Headers["X-Request-Id"]).Version.ShouldBe(7);
        Received(answer, "x-request-id").ShouldBe(answer.Headers["X-Request-Id"]);
    }

    [Theory]
    [InlineData("Authorization", "Bearer a.b.c")]
    [InlineData("Idempotency-Key", "k-1")]
    [InlineData("Accept-Language", "de")]
    [InlineData("Idempotency-Key", "schlüssel")]
    public async Task What_services_need_is_forwarded(string name, string value) =>
        Received(await _gateway.Get("/trial/headers", (name, value)), name).ShouldBe(value);

    [Theory]
    [InlineData("X-Forwarded-For", "6.6.6.6")]
    [InlineData("Forwarded", "for=6.6.6.6")]
    [InlineData("X-FactoryFlow-Tenant", "other")]
    [InlineData("grpc-timeout", "99H")]
    [InlineData("Cookie", "a=b")]
    [InlineData("baggage", "a=b")]
    public async Task What_a_client_may_not_say_is_not_forwarded(string name, string value) =>
        Received(await _gateway.Get("/trial/headers", (name, value)), name).ShouldNotBe(value);

    [Fact]
    public async Task The_service_learns_who_asked_and_how_long_it_may_take()
    {
        var answer = await _gateway.Get("/trial/headers");
        Received(answer, "x-forwarded-for").ShouldBe("127.0.0.1");
        Received(answer, "seconds-left").ShouldBe("10");
    }

    [Fact]
    public async Task A_trace_goes_on_in_the_service()
    {
        const string trace = "0af7651916cd43dd8448eb211c80319c";
        var answer = await _gateway.Get("/trial/headers", ("traceparent", $"00-{trace}-b7ad6b7169203331-01"));
        Received(answer, "traceparent").ShouldNotBeNull().ShouldContain(trace);
    }

    [Fact]
    public async Task A_repeated_answer_is_marked()
    {
        (await _gateway.Get("/trial/headers")).Headers["Idempotency-Replayed"].ShouldBe("true");
        (await _gateway.Get("/trial/things/7")).Headers.Keys.ShouldNotContain("Idempotency-Replayed");
    }

    [Fact]
    public async Task The_answer_names_neither_server_nor_gateway()
    {
        var answer = await _gateway.Get("/trial/things/7");
        answer.Headers.Keys.Order().ShouldBe(["Cache-Control", "Content-Length", "Content-Type", "Date", "Vary", "X-Content-Type-Options", "X-Request-ID", "traceresponse"]);
    }

    [Theory]
    [InlineData("GET", "/trial/things/7", 200)]
    [InlineData("DELETE", "/trial/things/7", 204)]
    [InlineData("GET", "/trial/stream/file?pieces=1&bytesEach=1", 200)]
    [InlineData("GET", "/trial/stream/events?pieces=1&bytesEach=1", 200)]
    [InlineData("GET", "/trial/things/7?nonsense=1", 400)]
    [InlineData("GET", "/trial/private", 401)]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("DELETE", "/trial/private", 405)]
    public async Task No_answer_is_kept_on_the_way_or_taken_for_something_else(string method, string path, int status)
    {
        var answer = await _gateway.Send(method, path, null);
        ((int)answer.Status, answer.Headers["Cache-Control"], answer.Headers["X-Content-Type-Options"]).ShouldBe((status, "no-store", "nosniff"));
    }

    [Theory]
    [InlineData("file", null)]
    [InlineData("events", "no")]
    public async Task Events_are_not_held_up_by_a_proxy(string what, string? buffering) =>
        (await _gateway.Get($"/trial/stream/{what}?pieces=1&bytesEach=1")).Headers.GetValueOrDefault("X-Accel-Buffering").ShouldBe(buffering);

    [Fact]
    public async Task Headers_beyond_all_measure_are_refused() =>
        ((int)(await _gateway.Get("/trial/headers", ("Authorization", new string('a', 20_000)))).Status).ShouldBe(431);

    private static string? Received(Answer answer, string name) => (string?)answer.Json["headers"]!.AsObject()[name.ToLowerInvariant()];
}
