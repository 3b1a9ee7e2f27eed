using FactoryFlow.Tenancy.Domains;
using FactoryFlow.Testing;
using static FactoryFlow.Testing.TrialProvider;

namespace FactoryFlow.Tenancy.Tests.Domains;

public sealed class VercelTests
{
    private const string Domain = "north.factories.example", Add = "POST /v10/projects/pages/domains?teamId=team%201", Token = "a token of a test";
    private const string Has = """{"name":"north.factories.example","verified":true}""", HasUnverified = """{"name":"north.factories.example","verified":false}""";

    [Fact]
    public async Task A_domain_is_added_with_the_token_in_one_call()
    {
        var (answer, calls) = await Connect((_, http) => Say(http, 200, Has));
        answer.ShouldBe(DomainAnswer.Connected);
        calls.ShouldBe([(Add, "Bearer " + Token, $$"""{"name":"{{Domain}}"}""")]);
    }

    [Theory]
    [InlineData(409, "domain_already_in_use")]
    [InlineData(400, "domain_already_exists")]
    [InlineData(400, "domain_taken")]
    public async Task A_domain_that_the_project_has_already_is_connected(int status, string code)
    {
        var (answer, calls) = await Connect((call, http) => call == Add ? Say(http, status, Error(code)) : Say(http, 200, Has));
        answer.ShouldBe(DomainAnswer.Connected);
        calls[1].Call.ShouldBe($"GET /v9/projects/pages/domains/{Domain}?teamId=team%201");
    }

    [Fact]
    public async Task A_domain_that_another_project_has_is_no_success() =>
        (await Problem((call, http) => call == Add ? Say(http, 409, Error("domain_already_in_use")) : Say(http, 404, Error("not_found"))))
            .ShouldBe("Vercel refuses the domain, and the project does not have it (409 domain_already_in_use).");

    [Fact]
    public async Task A_domain_that_is_not_verified_is_verified()
    {
        var (answer, calls) = await Connect((call, http) => Say(http, 200, call == Add ? HasUnverified : Has));
        answer.ShouldBe(DomainAnswer.Connected);
        calls[1].Call.ShouldBe($"POST /v9/projects/pages/domains/{Domain}/verify?teamId=team%201");
    }

    [Fact]
    public async Task A_domain_that_cannot_be_verified_says_where_to_look() =>
        (await Problem((call, http) => call == Add ? Say(http, 200, HasUnverified) : Say(http, 400, Error("missing_txt_record"))))
            .ShouldBe("Vercel has the domain but could not verify it: its project page names the record that is missing (400 missing_txt_record).");

    [Theory]
    [InlineData(401, "unauthorized", "Vercel refuses our token (401 unauthorized): check its value and its rights.")]
    [InlineData(403, "forbidden", "Vercel refuses our token (403 forbidden): check its value and its rights.")]
    [InlineData(404, "not_found", "Vercel does not find what it was asked about (404 not_found): check the configured ids.")]
    [InlineData(500, "internal_server_error", "Vercel answered in a way that is not understood (500 internal_server_error).")]
    [InlineData(402, "<script>", "Vercel answered in a way that is not understood (402).")]
    public async Task A_refusal_is_told_with_its_code_where_it_looks_like_one(int status, string code, string problem) =>
        (await Problem((_, http) => Say(http, status, Error(code)))).ShouldBe(problem);

    [Theory]
    [InlineData("")]
    [InlineData("<html>Bad gateway</html>")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("""{"name":7,"verified":"yes"}""")]
    [InlineData("""{"name":"south.factories.example","verified":true}""")]
    public async Task What_is_no_answer_to_the_question_connects_nothing(string body) =>
        (await Problem((_, http) => Say(http, 200, body))).ShouldBe("Vercel answered in a way that is not understood (200).");

    [Fact]
    public async Task Who_asks_for_patience_says_how_long()
    {
        var (answer, _) = await Connect((_, http) => Say(http, 429, Error("rate_limited"), ("Retry-After", "77")));
        answer.ShouldBe(new DomainAnswer("Vercel asks for patience (429 rate_limited).", TimeSpan.FromSeconds(77)));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_none() => (await Problem((_, http) => HangUp(http))).ShouldStartWith("Vercel could not be asked (");

    [Fact]
    public async Task An_answer_that_is_too_long_is_none() =>
        (await Problem((_, http) => Say(http, 200, new string(' ', 300 * 1024) + Has))).ShouldStartWith("Vercel could not be asked (");

    [Fact]
    public async Task An_answer_that_takes_too_long_is_none() => (await Problem((_, http) => StaySilent(http))).ShouldBe("Vercel did not answer in time.");

    [Fact]
    public async Task A_token_goes_nowhere_else_though_the_answer_says_so()
    {
        await using var elsewhere = await TrialProvider.Start((_, http) => Say(http, 200, Has));
        (await Problem((_, http) => Say(http, 307, "", ("Location", elsewhere.Address.ToString())))).ShouldBe("Vercel answered in a way that is not understood (307).");
        elsewhere.Calls.ShouldBeEmpty();
    }

    private static string Error(string code) => $$"""{"error":{"code":"{{code}}","message":"Whatever it says."} }""";

    private static async Task<string> Problem(Func<string, Microsoft.AspNetCore.Http.HttpContext, Task> play) => (await Connect(play)).Answer.Problem.ShouldNotBeNull();

    private static async Task<(DomainAnswer Answer, List<(string Call, string Authorization, string Body)> Calls)> Connect(Func<string, Microsoft.AspNetCore.Http.HttpContext, Task> play)
    {
        await using var provider = await TrialProvider.Start(play);
        using var vercel = new Vercel(new VercelSettings(provider.Address, Token, "pages", "team 1"), TimeProvider.System);
        var answer = await vercel.Connect(Domain, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30));
        return (answer, [.. provider.Calls]);
    }
}
