using System.Text.Json.Nodes;

namespace FactoryFlow.EndToEnd.Tests.Contract;

/// <summary>That each answer of every other test is held against the document proves nothing unless an answer that breaks it is noticed.</summary>
public sealed class ApiContractTests(WholeSystem system)
{
    private static Task<ApiContract>? s_contract;

    [Theory]
    [InlineData(200, "application/json", "id", "\"x\"", "uuid")]
    [InlineData(200, "application/json", "isArchived", "\"no\"", "boolean")]
    [InlineData(200, "application/json", "name", null, "name")]
    [InlineData(200, "text/plain", "name", "\"A worker\"", "text/plain")]
    [InlineData(207, "application/json", "name", "\"A worker\"", "does not say so")]
    [InlineData(200, "application/json", "name", "\"A worker\"", null)]
    public async Task An_answer_that_is_not_as_the_document_says_is_noticed(int status, string mediaType, string field, string? value, string? breach)
    {
        var factory = await Factory.Open(system.Running);
        var path = $"/api/v1/workers/{await factory.Worker()}";
        var answer = JsonNode.Parse((await factory.Admin.Get(path)).Body)!.AsObject();
        answer.Remove(field);
        if (value is not null) answer[field] = JsonNode.Parse(value);
        var contract = await Contract();
        var found = contract.Breach("GET", path, status, mediaType, answer.ToJsonString(), _ => true);
        if (breach is null) found.ShouldBeNull();
        else found.ShouldNotBeNull().ShouldContain(breach);
    }

    [Fact]
    public async Task A_reason_that_the_call_does_not_name_and_a_call_that_there_is_not_are_noticed()
    {
        var contract = await Contract();
        var factory = await Factory.Open(system.Running);
        var refused = JsonNode.Parse((await factory.Admin.Get($"/api/v1/workers/{Guid.NewGuid()}")).Expect(404).Body)!;
        contract.Breach("GET", "/api/v1/workers/1", 404, "application/problem+json", refused.ToJsonString(), _ => true).ShouldBeNull();
        refused["reason"] = "JOB_NOT_FOUND";
        contract.Breach("GET", "/api/v1/workers/1", 404, "application/problem+json", refused.ToJsonString(), _ => true).ShouldNotBeNull().ShouldContain("reason");
        contract.Breach("GET", "/api/v1/nothing", 200, "application/json", "{}", _ => true).ShouldNotBeNull();
        contract.Breach("GET", "/api/v1/nothing", 404, "application/problem+json", "{}", _ => true).ShouldBeNull();
    }

    [Theory]
    [InlineData("GET", "/api/v1/workers", 200, "X-Request-Id")]
    [InlineData("GET", "/api/v1/workers", 401, "WWW-Authenticate")]
    [InlineData("GET", "/api/v1/workers", 404, "Content-Language")]
    [InlineData("GET", "/api/v1/workers", 429, "Retry-After")]
    [InlineData("GET", "/api/v1/workers", 503, "Retry-After")]
    [InlineData("POST", "/api/v1/workers", 201, "Location")]
    public async Task A_header_that_is_promised_and_is_not_there_is_noticed(string method, string path, int status, string header)
    {
        var contract = await Contract();
        if (status == 404) path += "/1";
        contract.Breach(method, path, status, null, "", name => name != header).ShouldNotBeNull().ShouldContain(header);
    }

    [Theory]
    [InlineData("GET", "/api/v1/workers", 200, "ETag")]
    [InlineData("GET", "/api/v1/workers", 401, "X-Hidden")]
    [InlineData("GET", "/api/v1/workers", 200, null, "Date", "X-Request-Id", "RateLimit", "Access-Control-Allow-Origin")]
    public async Task A_header_that_the_document_does_not_know_is_noticed(string method, string path, int status, string? header, params string[] others) =>
        (await Contract()).Undescribed(method, path, status, header is null ? others : [.. others, header]).ShouldBe(header);

    private Task<ApiContract> Contract() => s_contract ??= Read();

    private async Task<ApiContract> Read() => ApiContract.Read((await system.Running.Anybody.Get("/openapi/v1.json")).Body);
}
