using System.Net;
using System.Text.Json.Nodes;

namespace FactoryFlow.Gateway.Tests;

public sealed class BindingTests(WithGateway running) : IClassFixture<WithGateway>
{
    private readonly RunningGateway _gateway = running.Gateway;

    [Theory]
    [InlineData("/trial/things/7", "thingId", "7")]
    [InlineData("/trial/things/a%20b%2Fc", "thingId", "a b/c")]
    [InlineData("/trial/things/%E2%82%AC", "thingId", "€")]
    [InlineData("/trial/by-path/a/b/c.txt", "path", "a/b/c.txt")]
    [InlineData("/trial/by-name/rooms/1/racks/2", "name", "rooms/1/racks/2")]
    [InlineData("/trial/by-color/GREEN/3", "color", "GREEN")]
    [InlineData("/trial/things/7?name=x", "name", "x")]
    [InlineData("/trial/things/7?name=a%2Bb+c", "name", "a+b c")]
    [InlineData("/trial/things/7?shelf.rowNumber=4", "shelf.rowNumber", "4")]
    [InlineData("/trial/things/7?shelf.row_number=4", "shelf.rowNumber", "4")]
    [InlineData("/trial/things/7?shelf.below.name=deep", "shelf.below.name", "deep")]
    [InlineData("/trial/things/7?color=RED", "color", "RED")]
    [InlineData("/trial/things/7?flag=true", "flag", "true")]
    [InlineData("/trial/things/7?count=-3", "count", "-3")]
    [InlineData("/trial/things/7?maybeCount=0", "maybeCount", "0")]
    [InlineData("/trial/things/7?afterTime=2026-01-31T08:30:00Z", "afterTime", "2026-01-31T08:30:00Z")]
    [InlineData("/trial/things/7?after_time=2026-01-31T08:30:00%2B02:00", "afterTime", "2026-01-31T06:30:00Z")]
    [InlineData("/trial/things/7?updateMask=name,shelf.rowNumber", "updateMask", "name,shelf.rowNumber")]
    [InlineData("/trial/shelves/top/things/9", "shelf.name", "top")]
    public async Task What_a_path_or_a_query_names_reaches_the_field(string path, string field, string value)
    {
        var answer = await _gateway.Get(path);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
        field.Split('.').Aggregate(answer.Json, (node, name) => node[name]!).ToString().ShouldBe(value);
    }

    [Fact]
    public async Task A_repeated_query_parameter_fills_a_list() =>
        (await _gateway.Get("/trial/things/7?tags=a&tags=b&numbers=1&numbers=2")).Json["tags"]!.ToJsonString().ShouldBe("""["a","b"]""");

    [Fact]
    public async Task A_custom_verb_takes_the_path_and_the_body()
    {
        var answer = await _gateway.Post("/trial/things/7/parts/left:start", """{"count": 3}""");
        answer.Json["thingId"]!.ToString().ShouldBe("7");
        answer.Json["name"]!.ToString().ShouldBe("left");
        answer.Json["count"]!.GetValue<int>().ShouldBe(3);
    }

    [Fact]
    public async Task A_missing_body_is_an_empty_one() =>
        (await _gateway.Post("/trial/things/7/parts/left:start", null)).Json["thingId"]!.ToString().ShouldBe("7");

    [Fact]
    public async Task A_body_may_repeat_what_the_path_says() =>
        (await _gateway.Post("/trial/things/7/parts/left:start", """{"thingId": "7"}""")).Status.ShouldBe(HttpStatusCode.OK);

    [Fact]
    public async Task A_body_can_be_one_field_beside_the_query()
    {
        var answer = await _gateway.Send("PATCH", "/trial/things/top?updateMask=rowNumber", """{"rowNumber": 2}""");
        answer.Json["shelf"]!.ToJsonString().ShouldBe("""{"name":"top","rowNumber":2}""");
        answer.Json["updateMask"]!.ToString().ShouldBe("rowNumber");
    }

    [Fact]
    public async Task A_body_can_be_a_list() =>
        (await _gateway.Send("PUT", "/trial/things/7/tags", """["a", "b"]""")).Json["tags"]!.AsArray().Count.ShouldBe(2);

    [Fact]
    public async Task An_answer_can_be_one_field() =>
        (await _gateway.Get("/trial/things/7/tags")).Body.ShouldBe("""[ "a", "b" ]""");

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    public async Task A_binding_can_take_any_method(string method) =>
        (await _gateway.Send(method, "/trial/any", null)).Status.ShouldBe(HttpStatusCode.OK);

    [Fact]
    public async Task A_post_without_a_body_rule_takes_nothing_but_an_empty_object()
    {
        (await _gateway.Post("/trial/things/7:touch", "{}")).Status.ShouldBe(HttpStatusCode.OK);
        (await _gateway.Post("/trial/things/7:touch", """{"name": "x"}""")).Problem.ShouldBe("400 UNKNOWN_FIELD name");
    }

    [Fact]
    public async Task A_body_on_get_is_not_looked_at() =>
        (await _gateway.Send("GET", "/trial/things/7", "not json")).Status.ShouldBe(HttpStatusCode.OK);

    [Fact]
    public async Task An_answer_without_anything_is_204()
    {
        var answer = await _gateway.Send("DELETE", "/trial/things/7", null);
        answer.Status.ShouldBe(HttpStatusCode.NoContent);
        answer.Body.ShouldBeEmpty();
        answer.ContentType.ShouldBeNull();
    }

    [Theory]
    [InlineData("ACTIVE", HttpStatusCode.Created)]
    [InlineData("PENDING", HttpStatusCode.MultiStatus)]
    public async Task A_creation_says_where_it_is_and_whether_it_is_whole(string state, HttpStatusCode status)
    {
        var answer = await _gateway.Post("/trial/created", new JsonObject { ["id"] = "a b", ["state"] = state }.ToJsonString());
        answer.Status.ShouldBe(status);
        answer.Headers["Location"].ShouldBe("/trial/created/a%20b");
    }

    [Fact]
    public async Task Every_kind_of_value_comes_back_as_it_went()
    {
        const string json = """
            { "textValue": "q\"\\/\u00e4€😀", "intValue": -5, "longValue": "9223372036854775807", "unsignedValue": 4294967295,
              "unsignedLongValue": "18446744073709551615", "flag": true, "ratio": 0.5, "weight": 1.5, "data": "AQID", "color": "RED",
              "shelf": { "name": "s", "rowNumber": 1, "below": { "name": "t", "rowNumber": 0 } }, "tags": [ "a", "" ],
              "steps": [ { "name": "one", "rowNumber": 0 } ], "quantities": { "38": 10, "39": 20 }, "byNumber": { "-1": { "name": "n", "rowNumber": 0 } },
              "byFlag": { "true": "yes" }, "createTime": "2026-01-31T08:30:00.500Z", "patience": "1.500s", "updateMask": "textValue,shelf.rowNumber",
              "attributes": { "a": 1, "b": [ true, null, "x" ], "c": { "d": 0.5 } }, "anything": [ 1 ], "list": [ "x" ], "maybeText": "",
              "maybeLong": "0", "maybeFlag": false, "goodQuantity": 0, "leftHand": "l", "colors": [ "RED", "GREEN" ] }
            """;
        var answer = await _gateway.Post("/trial/everything", json);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
        answer.ContentType.ShouldBe("application/json; charset=utf-8");
        JsonNode.DeepEquals(answer.Json, JsonNode.Parse(json)).ShouldBeTrue(answer.Body);
    }

    [Fact]
    public async Task What_was_not_given_is_printed_with_its_default_unless_it_can_be_absent()
    {
        var answer = (await _gateway.Post("/trial/everything", "{}")).Json.AsObject();
        answer["textValue"]!.ToString().ShouldBe("");
        answer["color"]!.ToString().ShouldBe("COLOR_UNSPECIFIED");
        answer["quantities"]!.ToJsonString().ShouldBe("{}");
        new[] { "shelf", "goodQuantity", "maybeText", "createTime", "leftHand" }.ShouldAllBe(name => !answer.ContainsKey(name));
    }

    [Theory]
    [InlineData("""{"text_value": "x"}""", "textValue", "x")]
    [InlineData("""{"textValue": null}""", "textValue", "")]
    [InlineData("""{"intValue": "12"}""", "intValue", "12")]
    [InlineData("""{"intValue": 1.2e1}""", "intValue", "12")]
    [InlineData("""{"longValue": 9007199254740991}""", "longValue", "9007199254740991")]
    [InlineData("""{"color": 2}""", "color", "GREEN")]
    [InlineData("""{"color": "COLOR_UNSPECIFIED"}""", "color", "COLOR_UNSPECIFIED")]
    [InlineData("""{"weight": "NaN"}""", "weight", "NaN")]
    [InlineData("""{"weight": "1e3"}""", "weight", "1000")]
    [InlineData("""{"createTime": "2026-01-31T08:30:00+02:00"}""", "createTime", "2026-01-31T06:30:00Z")]
    [InlineData("""{"data": "AQ=="}""", "data", "AQ==")]
    [InlineData("\uFEFF{\"textValue\": \"after a mark\"}", "textValue", "after a mark")]
    public async Task Other_ways_to_write_a_value_are_understood(string json, string field, string value)
    {
        var answer = await _gateway.Post("/trial/everything", json);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
        answer.Json[field]!.ToString().ShouldBe(value);
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json;charset=\"UTF-8\"")]
    [InlineData("Application/JSON")]
    public async Task Json_may_say_that_it_is_utf8(string contentType) =>
        (await _gateway.Send("POST", "/trial/everything", "{}", contentType)).Status.ShouldBe(HttpStatusCode.OK);

    [Fact]
    public async Task A_large_body_in_many_pieces_arrives_whole()
    {
        var text = string.Concat(Enumerable.Repeat("äöü€", 20_000));
        var answer = await _gateway.Post("/trial/everything", new JsonObject { ["textValue"] = text }.ToJsonString());
        answer.Json["textValue"]!.ToString().ShouldBe(text);
    }
}
