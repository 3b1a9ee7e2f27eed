namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>People are told what was refused, and written to, in their language.</summary>
public sealed class LanguageTests(WholeSystem system)
{
    private const string Nobody = "0190c1b2-7c3e-7d4f-8a5b-6c7d8e9f0a1b";

    [Theory]
    [InlineData("de, en;q=0.5", "No such worker", $"There is no worker {Nobody}.")]
    [InlineData("es-MX,es;q=0.9,en;q=0.8", "Trabajador no encontrado", $"No existe el trabajador {Nobody}.")]
    [InlineData("fr", "Travailleur introuvable", $"Il n’y a pas de travailleur {Nobody}.")]
    public async Task A_service_refuses_in_the_language_of_the_request(string header, string title, string detail)
    {
        var factory = await Factory.Open(system.Running);
        var refusal = (await factory.Admin.In(header).Get($"/api/v1/workers/{Nobody}")).Expect(404, "WORKER_NOT_FOUND");
        (refusal.Text("title"), refusal.Text("detail"), refusal.Text("code")).ShouldBe((title, detail, "NOT_FOUND"));
    }

    [Fact]
    public async Task The_fields_at_fault_are_told_as_well()
    {
        var factory = await Factory.Open(system.Running);
        var refusal = (await factory.Admin.In("es").Post("/api/v1/workers", new { code = "", name = "Ana" })).Expect(400, "INVALID_INPUT");
        refusal.Text("detail").ShouldBe("code: es obligatorio.");
        refusal.Items("errors")[0].GetProperty("message").GetString().ShouldBe("es obligatorio");
    }

    [Theory]
    [InlineData("en", "\"resting\" is no type of state; there are ", " (at line 3, column 29)", "is a number; it must be a text (at line 3, column 20)")]
    [InlineData("es", "«resting» no es un tipo de estado; existen ", " (en la línea 3, columna 29)", "es un número; debe ser un texto (en la línea 3, columna 20)")]
    [InlineData("fr", "«\u00a0resting\u00a0» n’est pas un type d’état\u202f; il y a ", " (à la ligne 3, colonne 29)", "est un nombre\u202f; ce doit être un texte (à la ligne 3, colonne 20)")]
    public async Task What_is_wrong_with_a_definition_is_told_where_it_is_refused_and_where_it_is_asked(string language, string begin, string place, string second)
    {
        var factory = await Factory.Open(system.Running);
        const string Path = "/api/v1/workflows/definitions", Good = "states: [{ id: a, type: start }, { id: b, type: end }]\ntransitions: [{ from: a, to: b }]\n";
        const string Bad = "states:\n  - { id: a, type: start }\n  - { id: b, name: 7, type: resting }\n";
        var id = (await factory.Admin.Post(Path, new { name = "asked", yaml = Good })).Expect(201).Text("id");
        var refused = (await factory.Admin.In(language).Post(Path, new { name = "refused", yaml = Bad })).Expect(400, "INVALID_INPUT").Items("errors").Select(e => e.GetProperty("message").GetString()!).ToList();
        refused.ShouldContain(message => message.StartsWith(begin, StringComparison.Ordinal) && message.EndsWith(place, StringComparison.Ordinal), string.Join("\n", refused));
        refused.ShouldContain(second);
        var faults = (await factory.Admin.In(language).Post($"{Path}/{id}:validate", new { yaml = Bad })).Expect(200).Items("faults").Select(e => e.GetProperty("message").GetString()!).ToList();
        faults.ShouldContain(message => message.StartsWith(begin, StringComparison.Ordinal));
        faults.ShouldContain(message => second.StartsWith(message + " (", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_gateway_refuses_in_the_language_of_the_request() =>
        (await system.Running.Anybody.In("fr-CA").Get("/api/v1/nowhere")).Expect(404, "ROUTE_NOT_FOUND").Text("title").ShouldBe("Chemin inconnu");

    [Fact]
    public async Task What_somebody_chose_counts_more_than_their_browser()
    {
        var factory = await Factory.Open(system.Running);
        (await factory.Admin.Send(HttpMethod.Patch, "/api/v1/me", new { language = "fr" })).Expect(200).Text("language").ShouldBe("fr");
        var again = await system.Running.Anybody.SignIn(factory.Slug, Factory.EmailOf(factory.Slug), Factory.Password);
        (await again.In("es").Get($"/api/v1/workers/{Nobody}")).Expect(404, "WORKER_NOT_FOUND").Text("title").ShouldBe("Travailleur introuvable");
        (await again.Send(HttpMethod.Patch, "/api/v1/me", new { language = "" })).Expect(200).Text("language").ShouldBe("");
    }

    [Fact]
    public async Task A_mail_is_written_in_the_language_that_its_reader_chose()
    {
        var factory = await Factory.Open(system.Running);
        (await factory.Admin.Send(HttpMethod.Patch, "/api/v1/me", new { language = "fr" })).Expect(200);
        await Ask(factory, "password-reset", "es");
        (await Mailbox.Of(system.Running).Receive("password-reset", factory.Slug)).Text.ShouldContain($"Subject: Un nouveau mot de passe pour {factory.Slug}");
    }

    [Fact]
    public async Task A_mail_to_somebody_who_chose_nothing_is_written_in_the_language_of_the_request()
    {
        var factory = await Factory.Open(system.Running);
        await Ask(factory, "magic-link", "es-AR");
        (await Mailbox.Of(system.Running).Receive("magic-link", factory.Slug)).Text.ShouldContain($"Subject: Inicie sesión en {factory.Slug}");
    }

    private async Task Ask(Factory factory, string what, string language) =>
        (await system.Running.Anybody.In(language).Post($"/api/v1/auth/{what}", new { tenant = factory.Slug, email = Factory.EmailOf(factory.Slug) })).Expect(202);
}
