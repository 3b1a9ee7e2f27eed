using FactoryFlow.Identity.Mail;
using FactoryFlow.Identity.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace FactoryFlow.Identity.Tests.Mail;

public sealed class MailSettingsTests(IdentityFixture fixture)
{
    private static readonly Dictionary<string, string?> Server = new() { ["Smtp:Host"] = "mail.example", ["Smtp:From"] = "a@b.example", ["LinkBase"] = "https://{tenant}.example" };

    public static TheoryData<string, string, string> Faults => new()
    {
        { "Smtp:Host", "", "Mail__Directory" },
        { "Smtp:From", "", "Mail__Smtp__From" },
        { "Smtp:From", "nobody", "Mail__Smtp__From" },
        { "Smtp:Port", "0", "Mail__Smtp__Port" },
        { "Smtp:Port", "many", "Mail__Smtp__Port" },
        { "Smtp:UseTls", "perhaps", "Mail__Smtp__UseTls" },
        { "Smtp:User", "somebody", "go together" },
        { "Smtp:Password", "a secret", "go together" },
        { "LinkBase", "", "Mail__LinkBase" },
        { "LinkBase", "example.com", "Mail__LinkBase" },
        { "LinkBase", "ftp://example.com", "Mail__LinkBase" },
        { "LinkBase", "https://example.com?x=1", "Mail__LinkBase" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_is_missing_or_wrong_stops_the_start_with_a_sentence(string key, string value, string sentence) =>
        Should.Throw<InvalidOperationException>(() => Read(new(Server) { [key] = value })).Message.ShouldContain(sentence);

    [Fact]
    public void A_password_is_not_sent_in_the_clear() =>
        Should.Throw<InvalidOperationException>(() => Read(new(Server) { ["Smtp:User"] = "u", ["Smtp:Password"] = "p", ["Smtp:UseTls"] = "false" })).Message.ShouldContain("Mail__Smtp__UseTls");

    [Fact]
    public void A_server_is_asked_for_TLS_on_the_port_for_submission_and_goes_before_a_folder()
    {
        var settings = Read(new(Server) { ["Directory"] = "/outbox" });
        (settings.Smtp!.Port, settings.Smtp.UseTls, settings.Directory).ShouldBe((587, true, null));
        $"{settings.Smtp}".ShouldBe("mail.example:587");
    }

    [Fact]
    public void In_Development_links_lead_to_the_gateway() =>
        Read(new() { ["Directory"] = "/outbox" }, Environments.Development).LinkBase.ShouldBe("http://localhost:8080");

    [Fact]
    public async Task The_service_does_not_start_without_a_way_to_send_mail() =>
        (await Should.ThrowAsync<InvalidOperationException>(() => fixture.Another(("Mail:Directory", null)))).Message.ShouldContain("Mail__Smtp__Host");

    private static MailSettings Read(Dictionary<string, string?> values, string environment = "Production") => MailSettings.From(
        new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(pair => "Mail:" + pair.Key, pair => pair.Value)).Build(), new Place(environment));
}
