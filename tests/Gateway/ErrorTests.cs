using System.Text.Json.Nodes;

namespace FactoryFlow.Gateway.Tests;

public sealed class ErrorTests(WithGateway running) : IClassFixture<WithGateway>
{
    private readonly RunningGateway _gateway = running.Gateway;

    [Theory]
    [InlineData(1, 499, "UNAVAILABLE")]
    [InlineData(2, 500, "INTERNAL")]
    [InlineData(3, 400, "VALIDATION_ERROR")]
    [InlineData(4, 504, "UNAVAILABLE")]
    [InlineData(5, 404, "NOT_FOUND")]
    [InlineData(6, 409, "CONFLICT")]
    [InlineData(7, 403, "FORBIDDEN")]
    [InlineData(8, 429, "RATE_LIMITED")]
    [InlineData(9, 409, "WORKFLOW_ERROR")]
    [InlineData(10, 409, "CONFLICT")]
    [InlineData(11, 400, "VALIDATION_ERROR")]
    [InlineData(12, 501, "INTERNAL")]
    [InlineData(13, 500, "INTERNAL")]
    [InlineData(14, 503, "UNAVAILABLE")]
    [InlineData(15, 500, "INTERNAL")]
    [InlineData(16, 401, "UNAUTHORIZED")]
    public async Task Every_status_has_its_code(int grpc, int http, string code)
    {
        var answer = await Fail(new JsonObject { ["status"] = grpc, ["message"] = "Why it is so: 100 % ä.", ["reason"] = "SOME_REASON" });
        ((int)answer.Status).ShouldBe(http);
        answer.Json["code"]!.ToString().ShouldBe(code);
        answer.Json["reason"]!.ToString().ShouldBe("SOME_REASON");
        answer.Json["detail"]!.ToString().ShouldBe("Why it is so: 100 % ä.");
    }

    [Fact]
    public async Task A_problem_has_all_its_members()
    {
        var answer = await Fail(new JsonObject { ["status"] = 5, ["message"] = "No such job.", ["reason"] = "JOB_NOT_FOUND" }, ("X-Request-Id", "r-1"));
        answer.ContentType.ShouldBe("application/problem+json");
        answer.Json["type"]!.ToString().ShouldBe("/docs/errors#JOB_NOT_FOUND");
        answer.Json["title"]!.ToString().ShouldBe("No such job");
        answer.Json["status"]!.GetValue<int>().ShouldBe(404);
        answer.Json["instance"]!.ToString().ShouldBe("/trial/fail");
        answer.Json["requestId"]!.ToString().ShouldBe("r-1");
        answer.Json["errors"]!.AsArray().ShouldBeEmpty();
        DateTimeOffset.Parse(answer.Json["timestamp"]!.ToString(), null).ShouldBeInRange(DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
    }

    [Fact]
    public async Task A_service_can_name_another_code_and_status()
    {
        var answer = await Fail(new JsonObject
        {
            ["status"] = 8, ["reason"] = "PLAN_LIMIT_EXCEEDED", ["metadata"] = new JsonObject { ["code"] = "PLAN_LIMIT_EXCEEDED", ["http_status"] = "403" },
        });
        ((int)answer.Status).ShouldBe(403);
        answer.Json["code"]!.ToString().ShouldBe("PLAN_LIMIT_EXCEEDED");
    }

    [Theory]
    [InlineData("retry_seconds", "retrySeconds")]
    [InlineData("step_rates[Cutting]", "stepRates.Cutting")]
    [InlineData("step_rates[Cut.ting room]", "stepRates.Cut.ting room")]
    [InlineData("shelf_rows[2].row_number", "shelfRows[2].rowNumber")]
    [InlineData("shelf_rows[2].below.row_number", "shelfRows[2].below.rowNumber")]
    [InlineData("shelf_rows", "shelfRows")]
    [InlineData("not_in_the_request.some_part", "notInTheRequest.somePart")]
    [InlineData("alreadyCamel", "alreadyCamel")]
    [InlineData("broken[", "broken[")]
    [InlineData("", "")]
    public async Task Fields_are_named_as_json_names_them(string proto, string json)
    {
        var answer = await Fail(new JsonObject { ["status"] = 3, ["reason"] = "INVALID_INPUT", ["fields"] = new JsonArray(proto) });
        answer.Problem.ShouldBe("400 INVALID_INPUT " + json);
        answer.Json["errors"]![0]!["message"]!.ToString().ShouldBe("is wrong");
    }

    [Fact]
    public async Task An_unauthenticated_call_is_told_how_to_authenticate() =>
        (await Fail(new JsonObject { ["status"] = 16, ["reason"] = "TOKEN_MISSING" })).Headers["WWW-Authenticate"].ShouldBe("Bearer");

    [Theory]
    [InlineData(8, 7, "7")]
    [InlineData(14, 0, "1")]
    public async Task A_call_that_may_be_repeated_says_when(int status, int seconds, string header)
    {
        var answer = await Fail(new JsonObject { ["status"] = status, ["reason"] = "LATER", ["retrySeconds"] = seconds });
        answer.Headers["Retry-After"].ShouldBe(header);
    }

    [Theory]
    [InlineData("""{"throw": true}""", 500)]
    [InlineData("""{"status": 13, "message": "Host=secret"}""", 500)]
    [InlineData("""{"status": 14, "message": "connect to secret failed"}""", 503)]
    [InlineData("""{"status": 12, "message": "no secret"}""", 501)]
    public async Task What_was_not_said_on_purpose_is_not_told(string json, int status)
    {
        var answer = await _gateway.Post("/trial/fail", json);
        ((int)answer.Status).ShouldBe(status);
        answer.Body.ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_refusal_without_details_gets_its_reason_from_the_status() =>
        (await Fail(new JsonObject { ["status"] = 9, ["message"] = "Not now." })).Json["reason"]!.ToString().ShouldBe("FAILED_PRECONDITION");

    [Fact]
    public void A_fault_in_a_field_that_was_the_whole_body_is_named_without_it()
    {
        var table = Api.RouteTable.Of([FactoryFlow.Trial.V1.TrialServiceReflection.Descriptor]);
        var patch = table.Bindings.Single(binding => binding.Rpc.Name == "PatchThing");
        Problems.FieldNames.Of("shelf.row_number", patch).ShouldBe("rowNumber");
    }

    private Task<Answer> Fail(JsonObject how, params (string, string)[] headers) => _gateway.Post("/trial/fail", how.ToJsonString(), headers);
}
