using System.Text;
using System.Text.Json.Nodes;
using FactoryFlow.EndToEnd.Tests.Api;
using FactoryFlow.Options.V1;

namespace FactoryFlow.EndToEnd.Tests.BadInput;

/// <summary>What no call takes, tried on every RPC that the descriptors have: a new one is tried without anybody remembering.</summary>
public sealed class MalformedTests(BadGround bad) : IClassFixture<BadGround>
{
    private const string Here = "@@here@@";
    private static readonly byte[] s_invalidUtf8 = [(byte)'{', (byte)'"', 0xC3, 0x28, (byte)'"', (byte)':', (byte)'1', (byte)'}'];

    public static TheoryData<string> WithBody => [.. Rpc.Public.Where(rpc => rpc.HasBody).Select(rpc => rpc.Name)];

    public static TheoryData<string> Everything => [.. Rpc.Public.Select(rpc => rpc.Name)];

    public static TheoryData<string> WithKey => [.. Rpc.Public.Where(rpc => rpc.IdempotencyKey != IdempotencyKey.Unspecified).Select(rpc => rpc.Name)];

    public static TheoryData<string> KeyRequired => [.. Rpc.Public.Where(rpc => rpc.IdempotencyKey == IdempotencyKey.Required).Select(rpc => rpc.Name)];

    [Theory]
    [MemberData(nameof(WithBody))]
    public async Task A_body_that_is_no_JSON_object_is_refused(string name)
    {
        foreach (var (body, reason) in new (object, string)[]
        {
            ("{", "MALFORMED_JSON"), ("{\"a\":1}}", "MALFORMED_JSON"), ("{'a':1}", "MALFORMED_JSON"), ("nonsense", "MALFORMED_JSON"), ("{\"a\":NaN}", "MALFORMED_JSON"),
            (s_invalidUtf8, "MALFORMED_JSON"), ("[]", "WRONG_TYPE"), ("null", "WRONG_TYPE"), ("7", "WRONG_TYPE"), ("\"{}\"", "WRONG_TYPE"),
        })
            (await Raw(name, body)).Expect(400, reason).Text("code").ShouldBe("VALIDATION_ERROR");
    }

    [Theory]
    [MemberData(nameof(WithBody))]
    public async Task An_unknown_field_and_one_that_is_given_twice_are_named(string name)
    {
        var (rpc, fields) = Minimal(name);
        var body = rpc.Bind(fields).Body!.ToJsonString();
        var unknown = body.Length > 2 ? body[..^1] + ",\"surprise\":1}" : "{\"surprise\":1}";
        (await Raw(name, unknown)).Expect(400, "UNKNOWN_FIELD").Fields.ShouldBe(["surprise"]);
        if (rpc.Bind(fields).Body!.FirstOrDefault() is not { Key: { } first }) return;
        (await Raw(name, $"{body[..^1]},\"{first}\":null}}")).Expect(400, "DUPLICATE_FIELD").Fields.ShouldContain(first);
    }

    [Theory]
    [MemberData(nameof(WithBody))]
    public async Task A_body_that_is_too_large_or_of_another_type_is_refused(string name)
    {
        var large = "{\"surprise\":\"" + new string('x', 1 << 20) + "\"}";
        (await Raw(name, large)).Expect(413, "BODY_TOO_LARGE");
        (await Raw(name, "{}", mediaType: "text/plain")).Expect(415, "UNSUPPORTED_MEDIA_TYPE");
        (await Raw(name, "a: 1", mediaType: "application/xml")).Expect(415, "UNSUPPORTED_MEDIA_TYPE");
    }

    [Theory]
    [MemberData(nameof(WithBody))]
    public async Task A_body_that_is_nested_ten_thousand_deep_is_refused(string name)
    {
        var (rpc, fields) = Minimal(name);
        var first = rpc.Bind(fields).Body!.Select(pair => pair.Key).FirstOrDefault("surprise");
        foreach (var (open, close) in new[] { ("[", "]"), ("{\"a\":", "}") })
            (await Raw(name, $"{{\"{first}\":{Repeat(open)}1{Repeat(close)}}}")).Status.ShouldBe(400);
        static string Repeat(string text) => new StringBuilder().Insert(0, text, 10_000).ToString();
    }

    [Theory]
    [MemberData(nameof(WithBody))]
    public async Task Each_field_of_a_wrong_type_is_named(string name)
    {
        var (rpc, fields) = Minimal(name);
        foreach (var (path, value, _) in Leaves(rpc.Bind(fields).Body!, ""))
            foreach (var wrong in new[] { "[1]", "{\"a\":1}", value is not null && value.GetValueKind() == System.Text.Json.JsonValueKind.String ? "7" : "\"seven\"" })
                (await Put(rpc, fields, path, wrong)).Expect(400).Fields.ShouldContain(field => field.StartsWith(path, StringComparison.Ordinal), $"{path} = {wrong}");
    }

    [Theory]
    [MemberData(nameof(WithBody))]
    public async Task Each_number_that_cannot_be_one_is_named(string name)
    {
        var (rpc, fields) = Minimal(name);
        foreach (var (path, _, _) in Leaves(rpc.Bind(fields).Body!, "").Where(leaf => leaf.Value?.GetValueKind() == System.Text.Json.JsonValueKind.Number))
            foreach (var wrong in new[] { "2147483648", "-2147483649", "1e400", "1.5", "-2147483648", "99999999999999999999999" })
                if (!(IsOfOne(rpc) && wrong == "-2147483648")) (await Put(rpc, fields, path, wrong)).Expect(400).Fields.ShouldBe([path], $"{path} = {wrong}");
    }

    [Theory]
    [MemberData(nameof(WithBody))]
    public async Task Text_that_no_database_keeps_is_refused_by_name(string name)
    {
        var (rpc, fields) = Minimal(name);
        foreach (var (path, _, _) in Leaves(rpc.Bind(fields).Body!, "").Where(leaf => leaf.Value?.GetValueKind() == System.Text.Json.JsonValueKind.String))
            foreach (var wrong in new[] { "\"a\\u0000b\"", "\"a\\ud800b\"", "\"\\udc00\"" })
                (await Put(rpc, fields, path, wrong)).Expect(400, "INVALID_VALUE").Fields.ShouldBe([path], $"{path} = {wrong}");
    }

    [Theory]
    [MemberData(nameof(WithBody))]
    public async Task Text_with_a_control_character_and_very_long_text_are_refused(string name)
    {
        var (rpc, fields) = Minimal(name);
        foreach (var (path, _, _) in Leaves(rpc.Bind(fields).Body!, "").Where(leaf => leaf.Value?.GetValueKind() == System.Text.Json.JsonValueKind.String))
            foreach (var wrong in new[] { "\"a\\u0007b\"", "\"" + new string('x', 100_000) + "\"" })
                // Ending a session that is none is no error.
                if (rpc.Name != "SessionService.SignOut" && !IsOfOne(rpc)) (await Put(rpc, fields, path, wrong)).Status.ShouldBeInRange(400, 499, $"{path} = {wrong[..9]}");
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task An_id_in_the_path_that_is_none_is_refused_by_name(string name)
    {
        var (rpc, fields) = Minimal(name);
        foreach (var field in rpc.Fields.Where(field => rpc.IsInPath(field) && field.Name.EndsWith("_id", StringComparison.Ordinal)))
            foreach (var wrong in new[] { "x", "0", "not a uuid", "'; drop table jobs; --", "{00000000-0000-0000-0000-000000000000}", new string('9', 3000), "%00", "../x" })
            {
                var changed = (JsonObject)fields.DeepClone();
                changed[field.JsonName] = wrong;
                (await bad.Refused(rpc, changed, caller => rpc.Call(caller, changed))).Expect(400).Fields.ShouldContain(field.JsonName, wrong);
            }
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task A_query_parameter_that_is_none_is_refused_by_name(string name)
    {
        var (rpc, fields) = Minimal(name);
        var (method, path, body) = rpc.Bind(fields);
        var mark = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var reply = await bad.Refused(rpc, fields, caller => caller.Send(method, $"{path}{mark}surprise=1", body?.ToJsonString()));
        reply.Expect(400, "UNKNOWN_FIELD").Fields.ShouldBe(["surprise"]);
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task A_page_that_cannot_be_is_refused_by_name(string name)
    {
        var (rpc, fields) = Minimal(name);
        if (rpc.HasBody || rpc.Fields.All(field => field.Name != "page_token")) return;
        foreach (var (parameter, wrong) in new[]
        {
            ("pageSize", "-1"), ("pageSize", "201"), ("pageSize", "2147483648"), ("pageSize", "many"), ("pageSize", "1.5"), ("pageSize", ""),
            ("pageToken", "x"), ("pageToken", "%00"), ("pageToken", "MTox!"), ("pageToken", "eA"), ("pageToken", new string('x', 5000)),
        })
        {
            var changed = (JsonObject)fields.DeepClone();
            changed[parameter] = wrong;
            (await bad.Refused(rpc, changed, caller => rpc.Call(caller, changed))).Expect(400).Fields.ShouldBe([parameter], wrong);
        }
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task A_page_token_with_a_number_at_which_something_ends_fails_nowhere(string name)
    {
        var (rpc, fields) = Minimal(name);
        if (rpc.HasBody || rpc.Fields.All(field => field.Name != "page_token")) return;
        foreach (var token in Fuzz.Boundaries.PageTokens)
        {
            var changed = (JsonObject)fields.DeepClone();
            changed["pageToken"] = token;
            // To a list that goes by names it is one; that nothing fails is demanded of all.
            (await bad.Refused(rpc, changed, caller => rpc.Call(caller, changed))).Status.ShouldBeOneOf(200, 400);
        }
    }

    [Theory]
    [MemberData(nameof(WithKey))]
    public async Task A_key_that_cannot_be_one_is_refused(string name)
    {
        var (rpc, fields) = Minimal(name);
        foreach (var key in new[] { "two words", "ümlaut", new string('k', 256), "tab\tbed" })
            (await bad.Refused(rpc, fields, caller => rpc.Call(caller, fields, key))).Expect(400, "IDEMPOTENCY_KEY_INVALID");
    }

    [Theory]
    [MemberData(nameof(KeyRequired))]
    public async Task Where_money_moves_or_work_is_recorded_a_key_is_required(string name)
    {
        var (rpc, fields) = Minimal(name);
        (await bad.Refused(rpc, fields, caller => rpc.Call(caller, fields, Client.NoKey))).Expect(400, "IDEMPOTENCY_KEY_REQUIRED");
    }

    // What a message means is the fault of one scan, which is answered by itself: its batch is not refused.
    private static bool IsOfOne(Rpc rpc) => rpc.Name == "ScanService.BatchRecordScans";

    private (Rpc Rpc, JsonObject Fields) Minimal(string name) => (Rpc.Named(name), MinimalCalls.Of(Rpc.Named(name), bad.Ground));

    private Task<Reply> Raw(string name, object body, string mediaType = "application/json")
    {
        var (rpc, fields) = Minimal(name);
        return bad.Refused(rpc, fields, caller => rpc.CallRaw(caller, fields, body, mediaType: mediaType));
    }

    // The minimal call with raw JSON at one place.
    private Task<Reply> Put(Rpc rpc, JsonObject fields, string path, string json)
    {
        var body = rpc.Bind(fields).Body!;
        var leaf = Leaves(body, "").Single(l => l.Path == path).Set;
        leaf(Here);
        return bad.Refused(rpc, fields, caller => rpc.CallRaw(caller, fields, body.ToJsonString().Replace($"\"{Here}\"", json, StringComparison.Ordinal)));
    }

    // Every single value of a body with its path, and how to put another there. A map's and a message's members look alike.
    private static IEnumerable<(string Path, JsonNode? Value, Action<string> Set)> Leaves(JsonNode node, string path)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members.ToList())
                    foreach (var leaf in value is JsonValue or null ? [(Join(path, name), value, (Action<string>)(text => members[name] = text))] : Leaves(value, Join(path, name)))
                        yield return leaf;
                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    var (index, value) = (i, list[i]);
                    foreach (var leaf in value is JsonValue or null ? [($"{path}[{index}]", value, (Action<string>)(text => list[index] = text))] : Leaves(value, $"{path}[{index}]"))
                        yield return leaf;
                }

                break;
        }
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
