using System.Text;
using System.Text.Json.Nodes;

namespace FactoryFlow.Gateway.Tests;

public sealed class BadInputTests(WithGateway running) : IClassFixture<WithGateway>
{
    private const string Everything = "/trial/everything";
    private readonly RunningGateway _gateway = running.Gateway;

    [Theory]
    [InlineData("""{"nonsense": 1}""", "UNKNOWN_FIELD nonsense")]
    [InlineData("""{"shelf": {"nonsense": {"a": [1]}}}""", "UNKNOWN_FIELD shelf.nonsense")]
    [InlineData("""{"steps": [{}, {"nam": "x"}]}""", "UNKNOWN_FIELD steps[1].nam")]
    [InlineData("""{"TextValue": "x"}""", "UNKNOWN_FIELD TextValue")]
    [InlineData("""{"textValue": "a", "textValue": "b"}""", "DUPLICATE_FIELD textValue")]
    [InlineData("""{"textValue": "a", "text_value": "b"}""", "DUPLICATE_FIELD textValue")]
    [InlineData("""{"quantities": {"38": 1, "38": 2}}""", "DUPLICATE_FIELD quantities.38")]
    [InlineData("""{"attributes": {"a": 1, "a": 2}}""", "DUPLICATE_FIELD attributes.a")]
    [InlineData("""{"leftHand": "a", "rightHand": 1}""", "FIELD_CONFLICT rightHand")]
    [InlineData("""{"textValue": 1}""", "WRONG_TYPE textValue")]
    [InlineData("""{"textValue": {}}""", "WRONG_TYPE textValue")]
    [InlineData("""{"textValue": "\u0000"}""", "INVALID_VALUE textValue")]
    [InlineData("""{"textValue": "\ud800"}""", "INVALID_VALUE textValue")]
    [InlineData("""{"intValue": "x"}""", "WRONG_TYPE intValue")]
    [InlineData("""{"intValue": 1.5}""", "WRONG_TYPE intValue")]
    [InlineData("""{"intValue": true}""", "WRONG_TYPE intValue")]
    [InlineData("""{"intValue": " 1"}""", "WRONG_TYPE intValue")]
    [InlineData("""{"intValue": "+1"}""", "WRONG_TYPE intValue")]
    [InlineData("""{"intValue": "007"}""", "WRONG_TYPE intValue")]
    [InlineData("""{"intValue": ""}""", "WRONG_TYPE intValue")]
    [InlineData("""{"intValue": 2147483648}""", "VALUE_OUT_OF_RANGE intValue")]
    [InlineData("""{"intValue": "-2147483649"}""", "VALUE_OUT_OF_RANGE intValue")]
    [InlineData("""{"intValue": 1e999}""", "VALUE_OUT_OF_RANGE intValue")]
    [InlineData("""{"unsignedValue": -1}""", "VALUE_OUT_OF_RANGE unsignedValue")]
    [InlineData("""{"longValue": 9007199254740993}""", "VALUE_OUT_OF_RANGE longValue")]
    [InlineData("""{"longValue": "9223372036854775808"}""", "VALUE_OUT_OF_RANGE longValue")]
    [InlineData("""{"unsignedLongValue": "99999999999999999999999"}""", "VALUE_OUT_OF_RANGE unsignedLongValue")]
    [InlineData("""{"flag": "true"}""", "WRONG_TYPE flag")]
    [InlineData("""{"flag": 1}""", "WRONG_TYPE flag")]
    [InlineData("""{"ratio": 1e39}""", "VALUE_OUT_OF_RANGE ratio")]
    [InlineData("""{"weight": "1,5"}""", "WRONG_TYPE weight")]
    [InlineData("""{"data": "***"}""", "INVALID_VALUE data")]
    [InlineData("""{"color": "BLUE"}""", "INVALID_VALUE color")]
    [InlineData("""{"color": "red"}""", "INVALID_VALUE color")]
    [InlineData("""{"color": 9}""", "INVALID_VALUE color")]
    [InlineData("""{"color": 1.5}""", "WRONG_TYPE color")]
    [InlineData("""{"colors": ["RED", "BLUE"]}""", "INVALID_VALUE colors[1]")]
    [InlineData("""{"shelf": []}""", "WRONG_TYPE shelf")]
    [InlineData("""{"shelf": "x"}""", "WRONG_TYPE shelf")]
    [InlineData("""{"tags": "a"}""", "WRONG_TYPE tags")]
    [InlineData("""{"tags": {}}""", "WRONG_TYPE tags")]
    [InlineData("""{"tags": ["a", null]}""", "WRONG_TYPE tags[1]")]
    [InlineData("""{"steps": [null]}""", "WRONG_TYPE steps[0]")]
    [InlineData("""{"quantities": []}""", "WRONG_TYPE quantities")]
    [InlineData("""{"quantities": {"38": "x"}}""", "WRONG_TYPE quantities.38")]
    [InlineData("""{"quantities": {"38": null}}""", "WRONG_TYPE quantities.38")]
    [InlineData("""{"quantities": {"38": 1e10}}""", "VALUE_OUT_OF_RANGE quantities.38")]
    [InlineData("""{"byNumber": {"x": {}}}""", "INVALID_VALUE byNumber.x")]
    [InlineData("""{"byNumber": {"1": {"rowNumber": "y"}}}""", "WRONG_TYPE byNumber.1.rowNumber")]
    [InlineData("""{"byFlag": {"yes": "x"}}""", "INVALID_VALUE byFlag.yes")]
    [InlineData("""{"createTime": "yesterday"}""", "INVALID_VALUE createTime")]
    [InlineData("""{"createTime": "2026-02-30T00:00:00Z"}""", "INVALID_VALUE createTime")]
    [InlineData("""{"createTime": "2026-01-01T00:00:00"}""", "INVALID_VALUE createTime")]
    [InlineData("""{"createTime": "0001-01-01T00:00:00+01:00"}""", "INVALID_VALUE createTime")]
    [InlineData("""{"createTime": 5}""", "WRONG_TYPE createTime")]
    [InlineData("""{"patience": "5m"}""", "INVALID_VALUE patience")]
    [InlineData("""{"updateMask": "text_value"}""", "INVALID_VALUE updateMask")]
    [InlineData("""{"attributes": [1]}""", "WRONG_TYPE attributes")]
    [InlineData("""{"attributes": {"a": {"b": [1, 1e999]}}}""", "VALUE_OUT_OF_RANGE attributes.a.b[1]")]
    [InlineData("""{"attributes": {"a": "\u0000"}}""", "INVALID_VALUE attributes.a")]
    [InlineData("""{"list": {}}""", "WRONG_TYPE list")]
    [InlineData("""{"maybeText": 1}""", "WRONG_TYPE maybeText")]
    [InlineData("""{"maybeFlag": "x"}""", "WRONG_TYPE maybeFlag")]
    [InlineData("[]", "WRONG_TYPE")]
    [InlineData("null", "WRONG_TYPE")]
    [InlineData("\"x\"", "WRONG_TYPE")]
    [InlineData("{", "MALFORMED_JSON")]
    [InlineData("""{"textValue": "a",}""", "MALFORMED_JSON")]
    [InlineData("""{"textValue": 'a'}""", "MALFORMED_JSON")]
    [InlineData("""{"intValue": 01}""", "MALFORMED_JSON")]
    [InlineData("""{"weight": NaN}""", "MALFORMED_JSON")]
    [InlineData("""{} {}""", "MALFORMED_JSON")]
    [InlineData("""{"nonsense": 1, """, "MALFORMED_JSON")]
    [InlineData("// c\n{}", "MALFORMED_JSON")]
    public async Task A_body_that_does_not_fit_is_refused_naming_the_field(string json, string expected) =>
        (await _gateway.Post(Everything, json)).Problem.ShouldBe("400 " + expected);

    [Theory]
    [InlineData("/trial/things/7?nonsense=1", "UNKNOWN_FIELD nonsense")]
    [InlineData("/trial/things/7?shelf=1", "UNKNOWN_FIELD shelf")]
    [InlineData("/trial/things/7?shelf.nonsense=1", "UNKNOWN_FIELD shelf.nonsense")]
    [InlineData("/trial/things/7?name.x=1", "UNKNOWN_FIELD name.x")]
    [InlineData("/trial/things/7?=1", "UNKNOWN_FIELD =")]
    [InlineData("/trial/things/7?name=a&name=b", "DUPLICATE_FIELD name")]
    [InlineData("/trial/things/7?thingId=8", "FIELD_CONFLICT thingId")]
    [InlineData("/trial/things/7?count=x", "WRONG_TYPE count")]
    [InlineData("/trial/things/7?count=", "WRONG_TYPE count")]
    [InlineData("/trial/things/7?count=99999999999", "VALUE_OUT_OF_RANGE count")]
    [InlineData("/trial/things/7?flag=yes", "WRONG_TYPE flag")]
    [InlineData("/trial/things/7?color=BLUE", "INVALID_VALUE color")]
    [InlineData("/trial/things/7?afterTime=now", "INVALID_VALUE afterTime")]
    [InlineData("/trial/things/7?numbers=1&numbers=x", "WRONG_TYPE numbers")]
    [InlineData("/trial/things/7?name=a%00b", "INVALID_VALUE name")]
    [InlineData("/trial/by-color/BLUE/3", "INVALID_VALUE color")]
    [InlineData("/trial/by-color/RED/three", "WRONG_TYPE count")]
    public async Task A_query_or_a_path_that_does_not_fit_is_refused_naming_the_field(string path, string expected) =>
        (await _gateway.Get(path)).Problem.ShouldBe("400 " + expected);

    [Fact]
    public async Task Every_fault_is_named_at_once()
    {
        var answer = await _gateway.Post(Everything, """{"intValue": "x", "steps": [{"rowNumber": 1.5}], "color": "BLUE", "what": 1}""");
        answer.Problem.ShouldBe("400 WRONG_TYPE intValue steps[0].rowNumber color what");
        answer.Json["errors"]![2]!["message"]!.ToString().ShouldBe("must be one of RED, GREEN");
    }

    [Fact]
    public async Task A_field_that_contradicts_the_path_is_refused() =>
        (await _gateway.Post("/trial/things/7/parts/left:start", """{"thingId": "8"}""")).Problem.ShouldBe("400 FIELD_CONFLICT thingId");

    [Fact]
    public async Task A_query_beside_a_body_that_is_everything_is_unknown() =>
        (await _gateway.Post(Everything + "?textValue=x", "{}")).Problem.ShouldBe("400 UNKNOWN_FIELD textValue");

    [Fact]
    public async Task A_fault_in_a_body_that_is_one_field_is_named_from_there() =>
        (await _gateway.Send("PATCH", "/trial/things/top", """{"rowNumber": "x"}""")).Problem.ShouldBe("400 WRONG_TYPE rowNumber");

    [Fact]
    public async Task Malformed_json_says_where() =>
        (await _gateway.Post(Everything, "{\n  \"flag\": tru\n}")).Json["detail"]!.ToString().ShouldContain("line 2, column");

    [Fact]
    public async Task A_body_that_is_not_utf8_is_refused()
    {
        var answer = await _gateway.SendBytes("POST", Everything, Encoding.Latin1.GetBytes("""{"textValue": "ä"}"""));
        answer.Problem.ShouldBe("400 MALFORMED_JSON");
    }

    [Theory]
    [InlineData(31, 200)]
    [InlineData(32, 400)]
    [InlineData(100_000, 400)]
    public async Task Nesting_ends_at_32_levels(int levels, int status)
    {
        var json = $$"""{"anything": {{new string('[', levels)}}{{new string(']', levels)}}}""";
        var answer = await _gateway.Post(Everything, json);
        ((int)answer.Status).ShouldBe(status, answer.Body);
        (status == 400 ? (string)answer.Json["reason"]! : "BODY_TOO_DEEP").ShouldBe("BODY_TOO_DEEP");
    }

    [Fact]
    public async Task Objects_may_nest_as_deep_as_the_service_can_read()
    {
        var json = string.Concat(Enumerable.Repeat("""{"a":""", 31)) + "1" + new string('}', 31);
        (await _gateway.Post(Everything, $$"""{"attributes": {{json}}}""")).Status.ShouldBe(System.Net.HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_body_over_one_megabyte_is_refused()
    {
        var json = new JsonObject { ["textValue"] = new string('x', 1 << 20) }.ToJsonString();
        (await _gateway.Post(Everything, json)).Problem.ShouldBe("413 BODY_TOO_LARGE");
    }

    [Fact]
    public async Task A_hostile_body_does_not_get_a_large_answer()
    {
        var json = "{" + string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"\"x{i}{new string('y', 90)}\":1")) + "}";
        var answer = await _gateway.Post(Everything, json);
        answer.Json["errors"]!.AsArray().Count.ShouldBe(100);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=latin1")]
    [InlineData("application/jsonp")]
    [InlineData("nonsense")]
    [InlineData("")]
    public async Task A_body_of_another_type_is_refused(string contentType) =>
        (await _gateway.Send("POST", Everything, "{}", contentType)).Problem.ShouldBe("415 UNSUPPORTED_MEDIA_TYPE");

    [Fact]
    public async Task A_compressed_body_is_refused() =>
        (await _gateway.Post(Everything, "{}", ("Content-Encoding", "gzip"))).Problem.ShouldBe("415 UNSUPPORTED_MEDIA_TYPE");

    [Theory]
    [InlineData("GET", "/nothing/here", "404 ROUTE_NOT_FOUND")]
    [InlineData("GET", "/", "404 ROUTE_NOT_FOUND")]
    [InlineData("DELETE", "/trial/everything", "405 METHOD_NOT_ALLOWED")]
    [InlineData("GET", "/trial/hidden", "404 ROUTE_NOT_FOUND")]
    [InlineData("POST", "/trial/stream/count", "404 ROUTE_NOT_FOUND")]
    [InlineData("POST", "/factoryflow.trial.v1.TrialService/Hidden", "404 ROUTE_NOT_FOUND")]
    [InlineData("POST", "/factoryflow.trial.v1.TrialService/GetThing", "415 UNSUPPORTED_MEDIA_TYPE")]
    public async Task What_is_not_there_is_explained(string method, string path, string expected) =>
        (await _gateway.Send(method, path, method == "POST" ? "{}" : null)).Problem.ShouldBe(expected);

    [Fact]
    public async Task A_refused_method_says_which_are_allowed() =>
        (await _gateway.Send("DELETE", Everything, null)).Headers["Allow"].ShouldBe("POST");

    [Fact]
    public async Task A_path_that_is_read_says_that_its_head_is_as_well() =>
        (await _gateway.Send("OPTIONS", "/trial/headers", null)).Headers["Allow"].ShouldBe("GET, HEAD");
}
