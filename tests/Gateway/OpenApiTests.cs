using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FactoryFlow.Gateway.Api;
using FactoryFlow.Gateway.OpenApi;
using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Trial.V1;
using Google.Protobuf.Reflection;

namespace FactoryFlow.Gateway.Tests;

/// <summary>The API's description: of the real protos, and of the trial service that uses every feature of a binding.</summary>
public sealed partial class OpenApiTests
{
    private static readonly IReadOnlyList<FileDescriptor> Files = [.. RpcAccess.DescriptorsIn(typeof(OptionsReflection).Assembly)];
    private static readonly RouteTable Table = RouteTable.Of(Files);
    private static readonly JsonNode Document = JsonNode.Parse(ApiDocument.Write(Table, Files))!;
    private static readonly JsonNode Trial = JsonNode.Parse(ApiDocument.Write(RouteTable.Of([TrialServiceReflection.Descriptor]), [TrialServiceReflection.Descriptor]))!;

    private static IEnumerable<(string Route, JsonNode Operation)> Operations => Document["paths"]!.AsObject()
        .SelectMany(path => path.Value!.AsObject().Select(operation => ($"{operation.Key.ToUpperInvariant()} {path.Key}", operation.Value!)));

    [Fact]
    public void Every_route_is_described_and_nothing_else_is() =>
        Operations.Select(pair => Bare(pair.Route)).ShouldBe(Table.Bindings.Select(binding => Bare($"{binding.Verb} {binding.Path.RoutePattern}")).Distinct(), ignoreOrder: true);

    [Fact]
    public void Every_operation_says_what_it_does_and_has_an_id_of_its_own()
    {
        Operations.ShouldAllBe(pair => pair.Operation["description"]!.ToString().Length > 20);
        Operations.Select(pair => pair.Operation["operationId"]!.ToString()).ShouldBeUnique();
    }

    [Fact]
    public void Every_field_of_every_message_says_what_it_is()
    {
        var silent = from schema in Document["components"]!["schemas"]!.AsObject()
                     from field in schema.Value!["properties"]?.AsObject() ?? []
                     where field.Value!["description"] is null
                     select $"{schema.Key}.{field.Key}";
        silent.ShouldBeEmpty();
    }

    [Fact]
    public void Everything_that_is_referred_to_is_there()
    {
        var references = References().Matches(Document.ToJsonString()).Select(match => match.Groups[1].Value).Distinct().ToList();
        references.Count.ShouldBeGreaterThan(100);
        references.ShouldAllBe(reference => reference.Split('/', StringSplitOptions.None).Aggregate(Document, (node, name) => node == null ? null! : node[name]!) != null);
    }

    [Fact]
    public void Every_capital_word_in_a_calls_comment_is_a_reason_or_a_value()
    {
        var reasons = ReasonTable.Load();
        var values = Files.SelectMany(file => file.EnumTypes.Concat(file.MessageTypes.SelectMany(Nested).SelectMany(message => message.EnumTypes)))
            .SelectMany(type => type.Values).Select(value => value.Name).ToHashSet();
        var unknown = from pair in Operations
                      from Match word in CapitalWords().Matches(pair.Operation["description"]!.ToString())
                      where reasons.Find("", word.Value) is null && !values.Contains(word.Value)
                      select $"{pair.Route}: {word.Value}";
        unknown.ShouldBeEmpty();
    }

    [Fact]
    public void Every_operation_can_be_asked_in_a_language()
    {
        Operations.ShouldAllBe(pair => pair.Operation["parameters"]!.AsArray().Count(parameter => (string?)parameter!["$ref"] == "#/components/parameters/AcceptLanguage") == 1);
        var parameter = Document["components"]!["parameters"]!["AcceptLanguage"]!;
        ((string?)parameter["name"], (string?)parameter["in"], (bool)parameter["required"]!).ShouldBe(("Accept-Language", "header", false));
    }

    [Fact]
    public void What_a_call_needs_is_said()
    {
        var pay = Document["paths"]!["/api/v1/ledger/payments"]!["post"]!;
        pay["parameters"]!.AsArray().Select(parameter => parameter!["$ref"]!.ToString()).ShouldContain("#/components/parameters/IdempotencyKeyRequired");
        pay["responses"]!.AsObject().Select(response => response.Key).ShouldBe(["201", "400", "401", "403", "404", "408", "409", "413", "415", "429", "500", "503", "504"]);
        pay["responses"]!["404"]!["content"]!["application/problem+json"]!["schema"]!["allOf"]![1]!["properties"]!["reason"]!["enum"]!.AsArray().Select(reason => reason!.ToString()).ShouldContain("WORKER_NOT_FOUND");
        pay["security"]!.AsArray().Select(scheme => scheme!.AsObject().Single().Key).ShouldBe(["bearer", "apiKey", "cookie"]);
        Document["paths"]!["/api/v1/auth/login"]!["post"]!["security"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/api/v1/ledger/entries:export", "text/csv", "workerId from to basis")]
    [InlineData("/api/v1/ledger/workers/{workerId}:export", "text/csv", "workerId from to")]
    public void A_file_is_described_as_what_it_is(string path, string mediaType, string parameters)
    {
        var export = Document["paths"]![path]!["get"]!;
        var success = export["responses"]!["200"]!;
        success["content"]!.AsObject().ShouldHaveSingleItem().Key.ShouldBe(mediaType);
        success["headers"]!["Content-Disposition"].ShouldNotBeNull();
        export["parameters"]!.AsArray().Select(parameter => parameter!["name"]?.ToString()).OfType<string>().ShouldBe(parameters.Split(' '));
        Document["components"]!["schemas"]!.AsObject().ShouldNotContain(schema => schema.Key.Contains("HttpBody"));
    }

    [Fact]
    public void A_stream_at_the_path_of_a_list_is_another_answer_of_it()
    {
        var list = Document["paths"]!["/api/v1/events"]!["get"]!;
        list["operationId"]!.ToString().ShouldBe("listEvents");
        list["responses"]!["200"]!["content"]!.AsObject().Select(content => content.Key).ShouldBe(["application/json", "text/event-stream"]);
        string Of(string name) => (string)list["parameters"]!.AsArray().Single(parameter => (string?)parameter!["name"] == name)!["description"]!;
        foreach (var name in new[] { "pageSize", "pageToken" }) Of(name).ShouldEndWith("Not with `Accept: text/event-stream`.");
        Of("durationSeconds").ShouldEndWith("Only with `Accept: text/event-stream`.");
        foreach (var name in new[] { "after", "eventTypes" }) Of(name).ShouldNotContain("Accept:");
        HeadersOf("/api/v1/events", "get").ShouldContain("LastEventId");
        HeadersOf("/api/v1/events:watch", "get").ShouldContain("LastEventId");
    }

    [Theory]
    [InlineData("/api/v1/workers", "post", "IdempotencyKey TenantId CsrfToken AcceptLanguage RequestId TraceParent")]
    [InlineData("/api/v1/workers/{workerId}", "patch", "IdempotencyKey IfMatch TenantId CsrfToken AcceptLanguage RequestId TraceParent")]
    [InlineData("/api/v1/workers", "get", "TenantId AcceptLanguage RequestId TraceParent")]
    [InlineData("/api/v1/auth/login", "post", "SessionMode AcceptLanguage RequestId TraceParent")]
    [InlineData("/api/v1/auth/refresh", "post", "SessionMode CsrfToken AcceptLanguage RequestId TraceParent")]
    public void Headers_that_a_call_takes_are_said_where_they_count(string path, string verb, string headers) => HeadersOf(path, verb).ShouldBe(headers.Split(' '));

    [Theory]
    [InlineData("401", "X-Request-Id traceresponse Content-Language WWW-Authenticate RateLimit-Limit RateLimit-Remaining RateLimit-Reset RateLimit-Policy RateLimit")]
    [InlineData("429", "X-Request-Id traceresponse Content-Language Retry-After RateLimit-Limit RateLimit-Remaining RateLimit-Reset RateLimit-Policy RateLimit")]
    [InlineData("503", "X-Request-Id traceresponse Content-Language Retry-After RateLimit-Limit RateLimit-Remaining RateLimit-Reset RateLimit-Policy RateLimit")]
    public void Headers_that_a_refusal_has_are_said(string status, string headers)
    {
        var refusal = Document["paths"]!["/api/v1/workers"]!["get"]!["responses"]![status]!;
        if ((string?)refusal["$ref"] is { } reference) refusal = reference[2..].Split('/').Aggregate(Document, (node, name) => node[name]!);
        refusal["headers"]!.AsObject().Select(header => header.Key).ShouldBe(headers.Split(' '));
    }

    [Theory]
    [InlineData("/api/v1/ledger/payments", "post", "workerId amount currency")]
    [InlineData("/api/v1/workers", "post", "code name")]
    [InlineData("/api/v1/jobs/{jobId}/steps/{stepId}:reopen", "post", "reason")]
    [InlineData("/api/v1/workers/{workerId}", "patch", "")]
    [InlineData("/api/v1/jobs/{jobId}/steps/{stepId}:start", "post", "")]
    public void What_a_call_is_refused_without_is_required(string path, string verb, string fields)
    {
        var body = Document["paths"]![path]![verb]!["requestBody"]!;
        var schema = body["content"]!["application/json"]!["schema"]!;
        if ((string?)schema["$ref"] is { } reference) schema = reference[2..].Split('/').Aggregate(Document, (node, name) => node[name]!);
        (schema["required"]?.AsArray().Select(name => (string)name!) ?? []).ShouldBe(fields.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        ((bool)body["required"]!).ShouldBe(fields.Length > 0);
    }

    [Fact]
    public void What_is_created_says_where_it_is() =>
        Operations.Where(pair => pair.Operation["responses"]!["201"] is { } created && created["headers"]!["Location"] is null).Select(pair => pair.Route).ShouldBeEmpty();

    private static IEnumerable<string> HeadersOf(string path, string verb) => Document["paths"]![path]![verb]!["parameters"]!.AsArray()
        .Select(parameter => (string?)parameter!["$ref"]).OfType<string>().Select(reference => reference.Split('/')[^1]);

    [Theory]
    [InlineData("/trial/things/{thingId}/parts/{name}:start", "post")]
    [InlineData("/trial/by-name/rooms/{name1}/racks/{name2}", "get")]
    [InlineData("/trial/shelves/{shelf.name}/things/{thingId}", "get")]
    [InlineData("/trial/any", "delete")]
    public void Every_form_of_a_path_is_described(string path, string verb) =>
        Trial["paths"]!.AsObject().Where(pair => pair.Value![verb] is not null).Select(pair => pair.Key).ShouldContain(path);

    [Fact]
    public void A_body_is_what_neither_path_nor_query_carries()
    {
        var body = Trial["paths"]!["/trial/things/{thingId}/parts/{name}:start"]!["post"]!["requestBody"]!["content"]!["application/json"]!["schema"]!;
        body["properties"]!.AsObject().ShouldNotContain(field => field.Key == "thingId" || field.Key == "name");
        var tags = Trial["paths"]!["/trial/things/{thingId}/tags"]!;
        tags["put"]!["requestBody"]!["content"]!["application/json"]!["schema"]!["type"]!.ToString().ShouldBe("array");
        tags["get"]!["responses"]!["200"]!["content"]!["application/json"]!["schema"]!["type"]!.ToString().ShouldBe("array");
        tags["get"]!["parameters"]!.AsArray().Select(parameter => parameter!["name"]?.ToString()).ShouldContain("shelf.name");
    }

    [Theory]
    [InlineData("/openapi.json")]
    [InlineData("/openapi/v1.json")]
    public async Task It_is_served_once_to_who_remembers_it(string path)
    {
        await using var gateway = await RunningGateway.Start([]);
        var answer = await gateway.Get(path);
        (answer.Status, answer.ContentType, answer.Json["openapi"]!.ToString()).ShouldBe((HttpStatusCode.OK, "application/json; charset=utf-8", "3.1.1"));
        (await gateway.Get(path, ("If-None-Match", answer.Headers["ETag"]))).Status.ShouldBe(HttpStatusCode.NotModified);
    }

    private static IEnumerable<MessageDescriptor> Nested(MessageDescriptor message) => message.NestedTypes.SelectMany(Nested).Prepend(message);

    private static string Bare(string route) => Variables().Replace(route, "{}");

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Variables();

    [GeneratedRegex("\"#/([^\"]+)\"")]
    private static partial Regex References();

    [GeneratedRegex("[A-Z][A-Z0-9]*_[A-Z0-9_]+")]
    private static partial Regex CapitalWords();
}
