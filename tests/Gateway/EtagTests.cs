using System.Net;

namespace FactoryFlow.Gateway.Tests;

/// <summary>The field etag as HTTP says it: what an answer shows as ETag, a change is conditioned on with If-Match.</summary>
public sealed class EtagTests(WithGateway running) : IClassFixture<WithGateway>
{
    private const string Thing = "/trial/things/7/parts/left:start", Shelf = "/trial/things/top";

    private readonly RunningGateway _gateway = running.Gateway;

    [Theory]
    [InlineData("\"3\"", "3")]
    [InlineData("\"W/3\"", "W/3")]
    [InlineData("\"a,b\"", "a,b")]
    [InlineData("*", "")]
    public async Task The_header_fills_the_field(string header, string etag)
    {
        (await Start("{}", header)).Json["etag"]!.ToString().ShouldBe(etag);
        var shelf = (await _gateway.Send("PATCH", Shelf, """{"rowNumber": 1}""", headers: ("If-Match", header))).Json["shelf"]!;
        (shelf["etag"]?.ToString() ?? "").ShouldBe(etag);
        (await _gateway.Send("DELETE", "/trial/things/7", null, headers: ("If-Match", header))).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData("")]
    [InlineData("3")]
    [InlineData("\"\"")]
    [InlineData("\"")]
    [InlineData("W/\"3\"")]
    [InlineData("\"3\", \"4\"")]
    [InlineData("\"3\", *")]
    [InlineData("\"a b\"")]
    [InlineData("\"é\"")]
    public async Task Anything_but_one_strong_tag_is_refused(string header)
    {
        var answer = await Start("{}", header);
        (answer.Problem, answer.Json["detail"]!.ToString()).ShouldBe(("400 IF_MATCH_INVALID If-Match", "If-Match must be one etag in double quotes, not a weak one, or *."));
    }

    [Fact]
    public async Task Two_headers_are_two_tags() =>
        (await _gateway.Post(Thing, "{}", ("If-Match", "\"3\""), ("If-Match", "\"3\""))).Problem.ShouldBe("400 IF_MATCH_INVALID If-Match");

    [Fact]
    public async Task Header_and_field_may_say_the_same_and_nothing_else()
    {
        ((int)(await Start("""{"etag": "3"}""", "\"3\"")).Status).ShouldBe(200);
        (await Start("""{"etag": "3"}""", "*")).Json["etag"]!.ToString().ShouldBe("3");
        foreach (var answer in new[]
        {
            await Start("""{"etag": "4"}""", "\"3\""),
            await _gateway.Send("PATCH", Shelf, """{"etag": "4"}""", headers: ("If-Match", "\"3\"")),
            await _gateway.Send("DELETE", "/trial/things/7?etag=4", null, headers: ("If-Match", "\"3\"")),
        })
        {
            (answer.Problem, answer.Json["detail"]!.ToString()).ShouldBe(("400 IF_MATCH_INVALID If-Match", "If-Match is not the etag that the request gives."));
        }
    }

    [Theory]
    [InlineData("\"3\"")]
    [InlineData("*")]
    public async Task A_call_without_an_etag_takes_no_condition(string header)
    {
        foreach (var answer in new[] { await _gateway.Get("/trial/headers", ("If-Match", header)), await _gateway.Post("/trial/everything", "{}", ("If-Match", header)) })
            (answer.Problem, answer.Json["detail"]!.ToString()).ShouldBe(("400 IF_MATCH_INVALID If-Match", "If-Match is not taken by this call."));
    }

    [Theory]
    [InlineData("3", "\"3\"")]
    [InlineData("W/3", "\"W/3\"")]
    [InlineData("", null)]
    [InlineData("a\\\"b", null)]
    [InlineData("a b", null)]
    [InlineData("é", null)]
    public async Task An_answer_with_an_etag_says_it_as_a_header_where_one_can(string etag, string? header) =>
        (await _gateway.Post(Thing, $$"""{"etag": "{{etag}}"}""")).Headers.GetValueOrDefault("ETag").ShouldBe(header);

    [Fact]
    public async Task An_answer_that_is_part_of_the_message_has_none() =>
        (await _gateway.Get("/trial/things/7/tags?etag=3")).Headers.Keys.ShouldNotContain("ETag");

    [Theory]
    [InlineData("\"3\"", 304)]
    [InlineData("W/\"3\"", 304)]
    [InlineData("\"2\", \"3\"", 304)]
    [InlineData("*", 304)]
    [InlineData("\"4\"", 200)]
    [InlineData("3", 200)]
    public async Task What_the_caller_has_already_is_not_sent_again(string header, int status)
    {
        foreach (var method in new[] { "GET", "HEAD" })
        {
            var answer = await _gateway.Send(method, "/trial/things/7?etag=3", null, headers: ("If-None-Match", header));
            ((int)answer.Status, answer.Headers["ETag"], answer.Body.Length > 0).ShouldBe((status, "\"3\"", status == 200 && method == "GET"));
        }
    }

    [Theory]
    [InlineData("If-None-Match", "*")]
    [InlineData("If-None-Match", "\"3\"")]
    [InlineData("If-Unmodified-Since", "Sat, 29 Oct 2025 19:43:31 GMT")]
    public async Task A_change_is_not_done_under_a_condition_that_no_call_takes(string name, string value)
    {
        var answer = await _gateway.Post(Thing, "{}", (name, value));
        (answer.Problem, answer.Json["detail"]!.ToString()).ShouldBe(($"400 CONDITION_NOT_TAKEN {name}", $"{name} is not taken by this call."));
        (await _gateway.Send("DELETE", "/trial/things/7", null, headers: (name, value))).Problem.ShouldBe($"400 CONDITION_NOT_TAKEN {name}");
        if (name == "If-Unmodified-Since") ((int)(await _gateway.Post(Thing, "{}", (name, value), ("If-Match", "\"3\""))).Status).ShouldBe(200);
    }

    [Theory]
    [InlineData("es", "If-Match: no se admite en esta llamada.")]
    [InlineData("fr", "If-Match\u00a0: n’est pas pris par cet appel.")]
    public async Task What_is_wrong_is_said_in_the_language_of_the_call(string language, string detail) =>
        (await _gateway.Get("/trial/headers", ("If-Match", "*"), ("Accept-Language", language))).Json["detail"]!.ToString().ShouldBe(detail);

    private Task<Answer> Start(string body, string condition) => _gateway.Post(Thing, body, ("If-Match", condition));
}
