using FactoryFlow.Events.Workflow;
using FactoryFlow.Identity.Notices;

namespace FactoryFlow.Identity.Tests.Notices;

public sealed class NoticeTests
{
    [Theory]
    [InlineData("One\r\nBcc: all@acme.example", "One  Bcc: all@acme.example")]
    [InlineData("One\u2028Two\u2029Three\u0085Four\u0000", "One Two Three Four")]
    [InlineData(" in the middle ", "in the middle")]
    public void A_subject_is_one_line_whatever_calls_itself_a_break(string given, string line) => Of(subject: given).Letter("acme").Subject.ShouldBe(line);

    [Fact]
    public void What_is_too_long_is_cut_between_characters()
    {
        Of(subject: new string('x', 199) + "😀").Subject.ShouldBe(new string('x', 199) + "…");
        Of(text: new string('y', 20_001)).Text.ShouldBe(new string('y', 20_000) + "…");
    }

    [Fact]
    public void A_text_keeps_its_lines_and_nothing_that_steers_a_terminal() => Of(text: "One\r\n\tTwo\u001b[31m\u0007").Text.ShouldBe("One\n\tTwo[31m");

    [Fact]
    public void A_letter_says_who_sent_it() => Of(text: "Words.").Letter("acme").Text.ShouldBe("Words.\n\n--\nA workflow of acme sent this by itself: purchase PO-7\n".ReplaceLineEndings());

    [Fact]
    public void A_letter_without_a_subject_has_one_in_the_language_of_whoever_gets_it() =>
        (Of().Letter("acme", "es").Subject, Of().Letter("acme", "fr").Subject).ShouldBe(("Novedades de acme", "Des nouvelles de acme"));

    [Theory]
    [InlineData(" Buyer@Shop.example ", "buyer@shop.example")]
    [InlineData("The buyer <buyer@shop.example>", "")]
    [InlineData("a@shop.example, b@shop.example", "")]
    [InlineData("a@shop.example\r\nBcc: b@shop.example", "")]
    [InlineData("bücher@shop.example", "")]
    [InlineData("+31 6 1234", "")]
    [InlineData("", "")]
    public void Only_one_address_is_an_address(string given, string address) => Of(address: given).Address.ShouldBe(address);

    [Theory]
    [InlineData(false, false, "")]
    [InlineData(false, true, "buyer@shop.example")]
    [InlineData(true, true, "")]
    public void An_address_that_is_nobodys_is_written_to_where_the_tenant_may(bool isOfSomebody, bool mayTellAnybody, string told) =>
        string.Join(",", Of(address: "buyer@shop.example").Recipients([], isOfSomebody, mayTellAnybody).Select(r => r.Email)).ShouldBe(told);

    [Fact]
    public void Everybody_is_told_once_and_not_everybody_in_the_world()
    {
        var people = Enumerable.Range(0, 300).Select(i => new Recipient(Guid.NewGuid(), $"p{i / 2}@acme.example"));
        Of().Recipients(people, isAddressOfSomebody: false, mayTellAnybody: false).Count.ShouldBe(100);
    }

    private static Notice Of(string subject = "", string text = "", string address = "") => Notice.Of(new WorkflowNotificationRequested
    {
        EventId = Guid.NewGuid(), TenantId = Guid.NewGuid(), OccurredAt = DateTimeOffset.UnixEpoch, InstanceId = Guid.NewGuid(), DefinitionName = "purchase", BusinessKey = "PO-7",
        Channel = "EMAIL", UserId = null, Roles = [], Address = address, Subject = subject, Text = text,
    });
}
