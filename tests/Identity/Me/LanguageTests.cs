using FactoryFlow.Identity.Tests.Support;
using FactoryFlow.Identity.V1;
using static FactoryFlow.Options.V1.Access.Types;

namespace FactoryFlow.Identity.Tests.Me;

public sealed class LanguageTests(IdentityFixture fixture)
{
    private readonly IdentityServer _server = fixture.Server;

    [Theory]
    [InlineData(Kind.Staff, "worker")]
    [InlineData(Kind.Customer, "Buyer")]
    public async Task Anybody_chooses_and_the_next_token_says_so(Kind kind, string role)
    {
        var owner = await _server.OpenAsOwner();
        var person = await owner.SignIn(await owner.Create(kind: kind, password: Person.Password, roles: role));
        (await Choose(person, "fr")).Language.ShouldBe("fr");
        (await _server.Caller((await person.SignInAgain()).Token)).Locale.ShouldBe("fr");
        (await Choose(person, "")).Language.ShouldBe("");
        (await _server.Caller((await person.SignInAgain()).Token)).Locale.ShouldBeNull();
    }

    [Fact]
    public async Task What_else_somebody_is_stays_as_it_is()
    {
        var owner = await _server.OpenAsOwner();
        var person = await owner.SignIn(await owner.Create(password: Person.Password, roles: "worker"));
        var after = await Choose(person, "es");
        after.ShouldBe(new User(person.User) { Language = "es", Etag = after.Etag, UpdateTime = after.UpdateTime });
        (await owner.Look(person.Id)).ShouldBe(after);
    }

    [Fact]
    public async Task An_administrator_chooses_for_somebody_who_will_not()
    {
        var owner = await _server.OpenAsOwner();
        var user = await owner.Create(password: Person.Password, roles: "worker");
        (await owner.Update(user.Id, request => request.Language = "es")).Language.ShouldBe("es");
        (await owner.Update(user.Id, request => request.Name = "Renamed")).Language.ShouldBe("es");
        (await owner.Update(user.Id, request => request.Language = "")).Language.ShouldBe("");
    }

    [Fact]
    public async Task A_program_has_no_language()
    {
        var owner = await _server.OpenAsOwner();
        var program = await owner.Program((await owner.MakeKey("jobs:read:all")).ApiKey_);
        (await Refused.By(() => Choose(program, "es"))).Reason.ShouldBe("USER_NOT_FOUND");
    }

    [Theory]
    [InlineData("fr", "es", "Connectez-vous à")]
    [InlineData("", "es-MX, en;q=0.5", "Inicie sesión en")]
    [InlineData("", "de", "Sign in to")]
    public async Task A_mail_is_written_as_its_reader_chose_or_else_as_the_call_prefers(string chosen, string header, string subject)
    {
        var owner = await _server.OpenAsOwner();
        await Choose(owner, chosen);
        await _server.RequestMagicLink(owner.Factory.Slug, owner.Factory.Email, new() { { "accept-language", header } });
        (await _server.Outbox.Receive("magic-link", owner.Factory.Slug)).Text.ShouldContain($"Subject: {subject} {owner.Factory.Slug}");
    }

    [Fact]
    public async Task Who_is_invited_is_written_to_as_the_inviter_speaks()
    {
        var owner = await _server.OpenAsOwner();
        await Choose(owner, "fr");
        await (await _server.AsOwner(owner.Factory)).Invite(roles: "worker");
        (await _server.Outbox.Receive("invitation", owner.Factory.Slug)).Text.ShouldContain($"{owner.Factory.Slug} vous invite");
    }

    private async Task<User> Choose(Person person, string language) => await _server.Me.UpdateMeAsync(new UpdateMeRequest { Language = language }, person.Headers);
}
