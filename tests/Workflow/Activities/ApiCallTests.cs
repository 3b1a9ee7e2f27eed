using FactoryFlow.Platform.Data;
using FactoryFlow.Testing;
using FactoryFlow.Workflow.Activities;
using FactoryFlow.Workflow.Tests.Support;
using Microsoft.AspNetCore.Http;
using Status = FactoryFlow.Workflow.V1.Instance.Types.Status;

namespace FactoryFlow.Workflow.Tests.Activities;

/// <summary>Calls of our own API, with keys that the tenant gave.</summary>
[Collection("activities")]
public sealed class ApiCallTests(World world)
{
    private const string Key = "ffk_abcdefgh_AAAAAAAAAAAAAAAAAAAAAA";

    private readonly Bench _bench = new(world);

    [Fact]
    public async Task It_is_made_with_the_tenants_key_and_what_it_answers_becomes_known()
    {
        await using var api = await Api("""{"id": "O-1", "item": {"pieces": 4}, "more": true}""");
        var instance = await _bench.Taken(Call(""", body: { customerReference: "{{workflow.businessKey}}" }, saveAs: { order: id, pieces: item.pieces }"""));
        await _bench.Act();
        var call = (await api.Arrived(1))[0];
        (call.Method, call.Path, call.Headers["Authorization"], call.Json.ToJsonString()).ShouldBe(("POST", "/api/v1/orders", $"Bearer {Key}", """{"customerReference":"PO-7"}"""));
        call.Headers["Idempotency-Key"].ShouldBe($"{instance.Id}-1");
        Desk.Causes.DepthOf(_bench.Tenant, call.Headers["X-Caused-By"]).ShouldBe(0);
        var context = (await _bench.Desk.Get(instance.Id)).Context.Fields;
        (context["order"].StringValue, context["pieces"].NumberValue, context.Count).ShouldBe(("O-1", 4, 2));
        (await _bench.Look(instance)).ShouldBe("1:Succeeded");
    }

    [Fact]
    public async Task What_is_known_stays_a_part_of_the_path_it_is_put_into()
    {
        await using var api = await Api("{}");
        await _bench.Taken("""{ type: callApi, with: { credential: shop, method: DELETE, path: "/api/v1/orders/{{context.order}}" } }""", """{"order": "../api-keys?x=1#y"}""");
        await _bench.Act();
        var call = (await api.Arrived(1))[0];
        (call.Method, call.Body).ShouldBe(("DELETE", ""));
        call.Path.ShouldStartWith("/api/v1/orders/..");
        call.Path.ShouldNotContain("?");
    }

    [Fact]
    public async Task A_refusal_is_tried_again_with_the_same_key_and_told_in_its_own_words()
    {
        await using var api = await Api("""{"reason": "ARTICLE_NOT_FOUND", "detail": "There is no article A."}""", status: 404);
        var instance = await _bench.Taken(Call(more: ", retry: { attempts: 2, initialDelay: PT1S }, onFailure: suspend"));
        await _bench.Act();
        await _bench.Pass(TimeSpan.FromMinutes(1));
        await _bench.Act();
        (await api.Arrived(2)).Select(call => call.Headers["Idempotency-Key"]).Distinct().ShouldHaveSingleItem();
        (await _bench.All(instance)).Single().Error.ShouldBe("The answer was 404, ARTICLE_NOT_FOUND: There is no article A.");
        (await _bench.Look(instance)).ShouldBe("1:Failed!");
    }

    [Theory]
    [InlineData(""", saveAs: { order: number }""", """{"id": "O-1"}""", "The answer has no \"number\", or is too long to be read.")]
    [InlineData(""", saveAs: { order: id }""", "<html>", "The answer has no \"id\", or is too long to be read.")]
    [InlineData(""", saveAs: { order: id }""", """{"id": "a\u0000b"}""", "The answer's \"id\" holds a character that cannot be kept.")]
    public async Task What_the_answer_does_not_say_is_a_failure(string with, string answer, string error)
    {
        await using var api = await Api(answer);
        var instance = await _bench.Taken(Call(with));
        await _bench.Act();
        ((await _bench.All(instance)).Single().Error, (await _bench.Desk.Get(instance.Id)).Status).ShouldBe((error, Status.Failed));
    }

    [Theory]
    [InlineData(", onFailure: suspend", "1:Failed!", Status.Running)]
    [InlineData("", "1:Failed", Status.Failed)]
    public async Task An_answer_that_is_not_what_the_context_declares_is_a_failure_as_any_other(string more, string became, Status status)
    {
        await using var api = await Api("""{"id": "O-1"}""");
        var instance = await _bench.Taken(Call(", saveAs: { order: id }", more), declared: "order: number");
        await _bench.Act();
        (await _bench.Look(instance), (await _bench.Desk.Get(instance.Id)).Status, api.Calls.Count).ShouldBe((became, status, 1));
        (await _bench.All(instance)).Single().Error.ShouldContain("context.order cannot become \"O-1\"");
    }

    [Fact]
    public async Task What_undoes_by_a_call_is_done_once_whatever_is_answered()
    {
        await using var api = await Api("""{"id": "O-1"}""");
        var instance = await _bench.Taken(
            Call(more: ", compensation: { type: callApi, with: { credential: shop, path: /api/v1/undone, saveAs: { order: id } } }") + ", { type: executeFunction, with: { function: add, one: x, other: 1, saveAs: order } }", declared: "order: number");
        await _bench.Act();
        (await _bench.Desk.Get(instance.Id)).Status.ShouldBe(Status.Failed);
        await _bench.Act();
        (await _bench.Look(instance), api.Calls.Count(call => call.Path == "/api/v1/undone")).ShouldBe(("1:Compensated 2:Failed 3<1:Succeeded", 1));
    }

    [Fact]
    public async Task Without_the_credential_or_the_platforms_address_nothing_is_called()
    {
        await using var api = await Api("{}");
        var unknown = await _bench.Taken(Call().Replace("shop", "bank", StringComparison.Ordinal));
        await _bench.Act();
        (await _bench.All(unknown)).Single().Error.ShouldBe("There is no credential \"bank\".");
        var nobodys = await _bench.Taken(Call());
        await world.Look("update activities set input = input - 'credential' where tenant_id = $1 and status = 'PENDING' returning 1", _bench.Tenant);
        await _bench.Act();
        (await _bench.All(nobodys)).Single().Error.ShouldBe("There is no credential.");
        _bench.Desk.ApiDoor = null;
        var nowhere = await _bench.Taken(Call());
        await _bench.Act();
        (await _bench.All(nowhere)).Single().Error.ShouldBe("Calls of the API are not configured on this platform.");
        api.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_process_that_does_not_know_the_key_by_now_leaves_the_call_to_one_that_does()
    {
        await using var api = await Api("{}");
        var instance = await _bench.Taken(Call());
        for (var i = 0; i < 7; i++)
        {
            using (var old = _bench.Desk.Doer(key: new KeyEncryption([.. Enumerable.Repeat((byte)1, 32)]))) await Task.WhenAll(await old.Begin(Limit.Soon())).InTime();
            (await _bench.Look(instance)).ShouldBe("1:Running", "it rests for some seconds");
            await _bench.Pass(TimeSpan.FromSeconds(6));
        }

        api.Calls.ShouldBeEmpty();
        await _bench.Act();
        (await _bench.Look(instance), api.Calls.Count).ShouldBe(("1:Succeeded", 1));
    }

    [Fact]
    public async Task Another_tenants_credential_is_none()
    {
        await using var api = await Api("{}");
        var other = new Bench(world);
        other.Desk.ApiDoor = _bench.Desk.ApiDoor;
        var instance = await other.Taken(Call());
        await other.Act();
        ((await other.All(instance)).Single().Error, api.Calls.Count).ShouldBe(("There is no credential \"shop\".", 0));
    }

    [Theory]
    [InlineData("/api/v1/orders", true)]
    [InlineData("/api/v1/orders/1:take?pageSize=3", true)]
    [InlineData("/api/v1/../../admin", false)]
    [InlineData("/api/v1/%2e%2e/%2e%2e/admin", false)]
    [InlineData("//evil.example/api/v1/", false)]
    [InlineData("https://evil.example/api/v1/", false)]
    [InlineData("/api/v2/orders", false)]
    [InlineData("/api/v1/a\\..\\..\\b", false)]
    [InlineData("/api/v1/orders#x", false)]
    [InlineData("@evil.example/api/v1/", false)]
    [InlineData("/api/v1/users/1/factories/..", false)]
    [InlineData("/api/v1/users/1/factories/%2E%2e", false)]
    [InlineData("/api/v1/users/1/factories/.", false)]
    [InlineData("/api/v1/users/1/factories/", false)]
    [InlineData("/api/v1/users//factories", false)]
    [InlineData("/api/v1/users?filter=a/../b", true)]
    [InlineData("/api/v1/auth/login", false)]
    [InlineData("/api/v1/invitations/accept", false)]
    [InlineData("/api/v1/invitations", true)]
    public void A_path_leads_into_the_API_and_nowhere_else(string path, bool leads) => (ApiCall.Address(new Uri("http://127.0.0.1:8080"), path) is not null).ShouldBe(leads);

    private static string Call(string with = "", string more = "") => $$"""{ type: callApi, with: { credential: shop, path: /api/v1/orders{{with}} }{{more}} }""";

    private async Task<WebhookReceiver> Api(string answer, int status = 200)
    {
        var api = await WebhookReceiver.Start((_, http) =>
        {
            http.Response.StatusCode = status;
            return http.Response.WriteAsync(answer);
        });
        _bench.Desk.ApiDoor = new Uri(new Uri(api.Url).GetLeftPart(UriPartial.Authority));
        await _bench.Desk.Credentials.CreateCredential(new() { Name = "shop", ApiKey = Key }, _bench.Desk.Call()).InTime();
        return api;
    }
}
