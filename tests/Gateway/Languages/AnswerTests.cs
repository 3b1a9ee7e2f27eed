using System.Text.Json.Nodes;
using FactoryFlow.Gateway.Tests.Admission;

namespace FactoryFlow.Gateway.Tests.Languages;

public sealed class AnswerTests(WithDoor door) : IClassFixture<WithDoor>
{
    private readonly RunningGateway _gateway = door.Gateway;

    [Theory]
    [InlineData("es-MX", "es", "Trabajador no encontrado", "No existe el trabajador 7.")]
    [InlineData("fr;q=0.5, de", "fr", "Travailleur introuvable", "Il n’y a pas de travailleur 7.")]
    [InlineData("de", "en", "No such worker", "There is no worker 7.")]
    public async Task A_problem_says_in_which_language_it_is_and_what_that_depends_on(string header, string language, string title, string detail)
    {
        var answer = await Fail(("Accept-Language", header));
        (answer.Headers["Content-Language"], answer.Headers["Vary"]).ShouldBe((language, "Origin, Accept-Language"));
        (answer.Json["title"]!.ToString(), answer.Json["detail"]!.ToString()).ShouldBe((title, detail));
        (answer.Json["reason"]!.ToString(), answer.Json["code"]!.ToString()).ShouldBe(("WORKER_NOT_FOUND", "NOT_FOUND"));
    }

    [Fact]
    public async Task Without_a_header_it_is_english() => (await Fail()).Headers["Content-Language"].ShouldBe("en");

    [Theory]
    [InlineData("fr", "fr")]
    [InlineData("de", "es")]
    public async Task What_the_caller_has_chosen_goes_before_what_their_browser_asks_for(string chosen, string expected)
    {
        var token = door.Authorities.Token(Guid.NewGuid(), claims => claims["locale"] = chosen);
        await _gateway.Learns();
        var answer = await _gateway.Get("/trial/private?unknown=1", ("Authorization", "Bearer " + token), ("Accept-Language", "es"));
        (answer.Problem, answer.Headers["Content-Language"]).ShouldBe(("400 UNKNOWN_FIELD unknown", expected));
    }

    [Fact]
    public async Task A_token_that_does_not_count_chooses_nothing() =>
        (await _gateway.Get("/trial/private", ("Authorization", "Bearer x.y.z"), ("Accept-Language", "fr"))).Headers["Content-Language"].ShouldBe("fr");

    private Task<Answer> Fail(params (string, string)[] headers) =>
        _gateway.Post("/trial/fail", new JsonObject { ["status"] = 5, ["message"] = "There is no worker 7.", ["reason"] = "WORKER_NOT_FOUND" }.ToJsonString(), headers);
}
