using FactoryFlow.Gateway.Languages;
using FactoryFlow.Gateway.Problems;
using FactoryFlow.Platform.Errors;
using Google.Protobuf.WellKnownTypes;

namespace FactoryFlow.Gateway.Tests.Languages;

public sealed class TranslationTests
{
    [Theory]
    [InlineData("es", "QUANTITY_EXCEEDED", "Cutting received 12 pieces, 10 of which are reported already, but 3 good and 0 rejected are reported now.", "Cutting recibió 12 piezas, de las que 10 ya están notificadas, pero ahora se notifican 3 buenas y 0 rechazadas.")]
    [InlineData("fr", "STEP_NOT_STARTED", "Cutting is pending. Start it first.", "Cutting est en attente. Commencez-la d’abord.")]
    [InlineData("fr", "PLAN_LIMIT_EXCEEDED", "The plan's limit on job steps is 4; with this there would be 5.", "La limite de l’offre pour les étapes de travail est de 4\u202f; avec ceci il y en aurait 5.")]
    [InlineData("es", "TRANSITION_FORBIDDEN", "\"ship\" cannot be taken now: needs the role clerk; the gate paid is not passed.", "«ship» no se puede tomar ahora: requiere el rol clerk; no se ha superado el control paid.")]
    [InlineData("es", "SIGNAL_NOT_AWAITED", "Nothing waits for \"go\" now; awaited: a, b. The instance is in \"x\" and \"y\".", "Nada espera ahora «go»; se espera: a, b. La instancia está en «x» y «y».")]
    [InlineData("es", "ARTICLE_IN_USE", "A1 is made by 7 jobs: 1, 2, 3 and others. Archive the article instead, then it gets no new jobs.", "A1 se fabrica en 7 órdenes de trabajo: 1, 2, 3 y otras. Archive el artículo en su lugar; así no recibe órdenes nuevas.")]
    public void What_stands_in_a_sentence_is_found_again(string language, string reason, string english, string expected) =>
        Said(language, reason, english).Detail.ShouldBe(expected);

    [Fact]
    public void A_sentence_that_nobody_translated_stays_readable_behind_what_it_means() =>
        Said("es", "WORKER_NOT_FOUND", "Worker 7 went home.").Detail.ShouldBe("No existe tal trabajador. (Worker 7 went home.)");

    [Fact]
    public void What_a_reason_means_is_not_said_twice() =>
        Said("fr", "WORKER_CODE_TAKEN", "Another worker has this code: choose another.").Detail.ShouldBe("Un autre travailleur a ce code\u00a0: choisissez-en un autre.");

    [Fact]
    public void English_is_what_the_service_said() =>
        Said("en", "WORKER_NOT_FOUND", "Worker 7 went home.").Detail.ShouldBe("Worker 7 went home.");

    [Fact]
    public void A_reason_that_nobody_knows_stays_in_english() =>
        Said("es", "OF_A_NEWER_SERVICE", "It is so.").Detail.ShouldBe("It is so.");

    [Fact]
    public void A_detail_that_names_fields_is_made_of_what_is_said_of_them()
    {
        var problem = new Problem(400, "VALIDATION_ERROR", "INVALID_INPUT", "good_quantity is required; page_size is 900; it must be 1 to 200")
        {
            Errors = [new FieldError("goodQuantity", "is required"), new FieldError("pageSize", "is 900; it must be 1 to 200")],
        };
        Catalogue.Of("fr").Translate(problem).Detail.ShouldBe("goodQuantity\u00a0: est obligatoire\u202f; pageSize\u00a0: vaut 900\u202f; il doit être de 1 à 200.");
    }

    [Theory]
    [InlineData("es")]
    [InlineData("fr")]
    public void Whatever_a_check_finds_is_known(string language) =>
        FaultsOfChecks().Where(fault => Catalogue.Of(language).Phrase(fault.Message) is null).ShouldBeEmpty("add them to phrases.json in gateway/Languages");

    // A check of its own for each text: one tells no more than fifty faults.
    private static List<FieldFault> FaultsOfChecks() =>
        [.. new[] { "", "x", "-", "a\u0001b", "ü", new string('x', 500), "1.23456", "9999999", "1.234567890123", "2027-01-01" }.SelectMany(FaultsOf).DistinctBy(fault => fault.Message)];

    private static IReadOnlyList<FieldFault> FaultsOf(string text)
    {
        var (check, day) = (new Check(), new DateOnly(2026, 1, 1));
        _ = (check.Id("f", text), check.Text("f", text, 2, 300), check.Slug("f", text), check.Email("f", text), check.NewPassword("f", text));
        _ = (check.Amount("f", text, 0, 5), check.Factor("f", text, 0, 5), check.Day("f", text, day, day));
        _ = (check.AtMost("f", 3, 2), check.Range("f", 0, 1, 2), check.PageSize(900), check.Time("f", null, default, default));
        _ = check.Time("f", new Timestamp(), DateTimeOffset.UnixEpoch.AddDays(1), DateTimeOffset.UnixEpoch.AddDays(2));
        return Should.Throw<Refusal>(check.Done).Faults;
    }

    [Theory]
    [InlineData("es", "is a text; it must be a number (at /states/0/due)", "es un texto; debe ser un número (en /states/0/due)")]
    [InlineData("fr", "\"x\" is not known here; there are id, to (at line 3, column 5)", "«\u00a0x\u00a0» n’est pas connu ici\u202f; il y a id, to (à la ligne 3, colonne 5)")]
    [InlineData("es", "is empty; leave it out or name a condition (at /states)", "está vacío; omítalo o nombre una condición (en /states)")]
    [InlineData("es", "is 0; it must be a whole number from 1 to 20", "es 0; debe ser un número entero de 1 a 20")]
    [InlineData("es", "is 900; it must be 1 to 200", "es 900; debe ser de 1 a 200")]
    [InlineData("fr", "\"go\" reaches \"b\" outside of any fork, and another way reaches it in a branch of \"f\"", "«\u00a0go\u00a0» atteint «\u00a0b\u00a0» hors de toute bifurcation, et un autre chemin l’atteint dans une branche de «\u00a0f\u00a0»")]
    [InlineData("es", "context.amount is true or false and is compared with a list", "context.amount es true o false y se compara con una lista")]
    [InlineData("es", "\"sync\" must be async: no call waits for another system", "«sync» debe ser async: ninguna llamada espera a otro sistema")]
    [InlineData("fr", "holds braces that are no expression such as {{context.order}}", "contient des accolades qui ne sont pas une expression telle que {{context.order}}")]
    [InlineData("es", "must be a field of the answer, such as id or status", "debe ser un campo de la respuesta, como id o status")]
    public void What_is_wrong_with_a_definition_is_said(string language, string english, string expected) =>
        Catalogue.Of(language).Phrase(english).ShouldBe(expected);

    private static Problem Said(string language, string reason, string english) => Catalogue.Of(language).Translate(new Problem(409, "CODE", reason, english));
}
