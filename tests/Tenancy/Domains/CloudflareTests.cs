using FactoryFlow.Tenancy.Domains;
using FactoryFlow.Testing;
using static FactoryFlow.Testing.TrialProvider;

namespace FactoryFlow.Tenancy.Tests.Domains;

public sealed class CloudflareTests
{
    private const string Domain = "north.factories.example", Target = "pages.example", Token = "a token of a test";
    private const string Ours = """{"type":"CNAME","name":"north.factories.example","content":"pages.example"}""";
    private const string Elsewhere = """{"type":"CNAME","name":"north.factories.example","content":"other.example"}""", Address = """{"type":"A","name":"north.factories.example","content":"192.0.2.1"}""";

    [Fact]
    public async Task A_record_is_created_with_the_token_in_one_call()
    {
        var (answer, calls) = await Connect((_, http) => Say(http, 200, Result(Ours)));
        answer.ShouldBe(DomainAnswer.Connected);
        calls.ShouldBe([(
            "POST /zones/zone1/dns_records", "Bearer " + Token,
            $$"""{"type":"CNAME","name":"{{Domain}}","content":"{{Target}}","ttl":1,"proxied":false}""")]);
    }

    [Theory]
    [InlineData(81053, Ours)]
    [InlineData(81054, Ours)]
    [InlineData(81057, """{"type":"CNAME","name":"North.Factories.Example.","content":"PAGES.example."}""")]
    [InlineData(81058, Ours)]
    public async Task A_record_that_is_there_and_points_to_us_is_connected(int code, string record)
    {
        var (answer, calls) = await Connect((call, http) => call.StartsWith("POST", StringComparison.Ordinal) ? Say(http, 400, Error(code)) : Say(http, 200, Result($"[{record}]")));
        answer.ShouldBe(DomainAnswer.Connected);
        calls[1].Call.ShouldBe($"GET /zones/zone1/dns_records?name.exact={Domain}&per_page=100");
    }

    [Theory]
    [InlineData(Elsewhere)]
    [InlineData(Address)]
    public async Task A_record_that_points_elsewhere_is_for_a_person_to_remove(string record) =>
        (await Problem((call, http) => call.StartsWith("POST", StringComparison.Ordinal) ? Say(http, 400, Error(81053)) : Say(http, 200, Result($"[{record}]"))))
            .ShouldBe("Cloudflare has a record of that name that points elsewhere: remove it (400 81053).");

    [Theory]
    [InlineData(400, 9109, "Cloudflare answered in a way that is not understood (400 9109).")]
    [InlineData(401, 10000, "Cloudflare refuses our token (401 10000): check its value and its rights.")]
    [InlineData(403, 9109, "Cloudflare refuses our token (403 9109): check its value and its rights.")]
    [InlineData(404, 7003, "Cloudflare does not find what it was asked about (404 7003): check the configured ids.")]
    [InlineData(500, 1, "Cloudflare answered in a way that is not understood (500 1).")]
    public async Task A_refusal_is_told_with_its_code(int status, int code, string problem) => (await Problem((_, http) => Say(http, status, Error(code)))).ShouldBe(problem);

    [Theory]
    [InlineData("")]
    [InlineData("<html>Bad gateway</html>")]
    [InlineData("null")]
    [InlineData("""{"success":"true","result":{}}""")]
    [InlineData("""{"success":true,"result":7}""")]
    [InlineData("""{"success":true,"result":{"type":"CNAME","name":"north.factories.example","content":"other.example"}}""")]
    public async Task What_is_no_answer_to_the_question_connects_nothing(string body) =>
        (await Problem((_, http) => Say(http, 200, body))).ShouldBe("Cloudflare answered in a way that is not understood (200).");

    [Fact]
    public async Task Who_asks_for_patience_says_until_when()
    {
        var until = DateTimeOffset.UtcNow.AddMinutes(5);
        var (answer, _) = await Connect((_, http) => Say(http, 429, Error(971), ("Retry-After", until.ToString("r"))));
        answer.Problem.ShouldBe("Cloudflare asks for patience (429 971).");
        answer.RetryAfter!.Value.ShouldBeInRange(TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_none() => (await Problem((_, http) => HangUp(http))).ShouldStartWith("Cloudflare could not be asked (");

    [Fact]
    public async Task An_answer_that_takes_too_long_is_none() => (await Problem((_, http) => StaySilent(http))).ShouldBe("Cloudflare did not answer in time.");

    [Fact]
    public async Task Nobody_there_is_told_as_well()
    {
        using var cloudflare = new Cloudflare(new CloudflareSettings(new Uri("http://127.0.0.1:1/"), Token, "zone1", Target), TimeProvider.System);
        (await cloudflare.Connect(Domain, TestContext.Current.CancellationToken)).Problem.ShouldBe("Cloudflare could not be asked (ConnectionError).");
    }

    private static string Result(string result) => $$"""{"success":true,"errors":[],"result":{{result}} }""";

    private static string Error(int code) => FormattableString.Invariant($$"""{"success":false,"errors":[{"code":{{code}},"message":"Whatever it says."}],"result":null}""");

    private static async Task<string> Problem(Func<string, Microsoft.AspNetCore.Http.HttpContext, Task> play) => (await Connect(play)).Answer.Problem.ShouldNotBeNull();

    private static async Task<(DomainAnswer Answer, List<(string Call, string Authorization, string Body)> Calls)> Connect(Func<string, Microsoft.AspNetCore.Http.HttpContext, Task> play)
    {
        await using var provider = await TrialProvider.Start(play);
        using var cloudflare = new Cloudflare(new CloudflareSettings(provider.Address, Token, "zone1", Target), TimeProvider.System);
        var answer = await cloudflare.Connect(Domain, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30));
        return (answer, [.. provider.Calls]);
    }
}
