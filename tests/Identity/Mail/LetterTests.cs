using FactoryFlow.Identity.Links;
using FactoryFlow.Identity.Mail;
using FactoryFlow.Identity.Tokens;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Languages;

namespace FactoryFlow.Identity.Tests.Mail;

public sealed class LetterTests
{
    private const string Address = "https://link";
    private static readonly KeyEncryption Encryption = new(new byte[32]);
    private static readonly Letter Sample = new("A subject", "Two\nlines.\n");
    private static readonly Guid One = Guid.CreateVersion7(), Other = Guid.CreateVersion7();

    [Fact]
    public void A_sealed_letter_opens_for_its_own_mail_only()
    {
        var box = Sample.Seal(Encryption, One);
        Letter.Open(Encryption, One, box).ShouldBe(Sample);
        Should.Throw<InvalidOperationException>(() => Letter.Open(Encryption, Other, box));
    }

    [Fact]
    public void A_letter_does_not_format_itself_into_a_log() => $"{Sample}".ShouldBe("Letter");

    [Theory]
    [InlineData("https://{tenant}.example.com", "acme", "https://acme.example.com/magic-link?tenant=acme#token=")]
    [InlineData("http://localhost:8080", "acme", "http://localhost:8080/magic-link?tenant=acme#token=")]
    [InlineData("http://localhost:8080", null, "http://localhost:8080/magic-link#token=")]
    [InlineData("https://{tenant}.example.com", null, "https://platform.example.com/magic-link#token=")]
    public void A_link_names_the_tenant_and_keeps_its_token_behind_the_hash(string linkBase, string? slug, string begin)
    {
        var token = OpaqueToken.New(One);
        Link.Address(linkBase, MailKind.MagicLink, slug, token).ShouldBe(begin + token.Text);
    }

    [Theory]
    [InlineData("en", "15 minutes", "60 minutes", "72 hours", "24 hours")]
    [InlineData("es", "15 minutos", "60 minutos", "72 horas", "24 horas")]
    [InlineData("fr", "15 minutes", "60 minutes", "72 heures", "24 heures")]
    public void Every_letter_holds_its_link_and_its_time(string language, params string[] times)
    {
        var letters = Letters.In(language);
        Letter[] written = [letters.MagicLink("acme", Address), letters.PasswordReset("acme", Address), letters.Invitation("acme", Address), letters.Signup("acme", Address)];
        written.Zip(times).ShouldAllBe(pair => pair.First.Text.Contains(pair.Second) && pair.First.Text.Contains($"\n\n{Address}\n\n") && pair.First.Subject.Contains("acme"));
    }

    [Fact]
    public void Every_language_of_ours_writes_letters_of_its_own() =>
        Language.All.SelectMany(language => new[] { Letters.In(language).SignupOfUser("acme"), Letters.In(language).Notice("acme", "", "Words.", "purchase PO-7") })
            .SelectMany(letter => new[] { letter.Subject, letter.Text }).ShouldBeUnique();
}
