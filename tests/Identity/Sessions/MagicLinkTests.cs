using FactoryFlow.Identity.Links;
using FactoryFlow.Identity.Mail;
using FactoryFlow.Identity.Tests.Support;
using FactoryFlow.Identity.V1;
using Grpc.Core;

namespace FactoryFlow.Identity.Tests.Sessions;

public sealed class MagicLinkTests(IdentityFixture fixture)
{
    private readonly IdentityServer _server = fixture.Server;

    [Fact]
    public async Task A_mailed_link_signs_in_as_a_password_does()
    {
        var factory = await _server.OpenFactory();
        var byLink = await _server.VerifyMagicLink(await _server.MagicLink(factory));
        byLink.User.ShouldBe((await _server.SignIn(factory)).User);
        (await _server.Caller(byLink.AccessToken)).Permissions.ShouldBe([FactoryFlow.Platform.Auth.Permission.Everything]);
        await _server.Refresh(byLink.RefreshToken);
    }

    [Fact]
    public async Task The_platforms_administrator_gets_one_without_a_tenant()
    {
        await using var server = await fixture.Apart();
        await server.RequestMagicLink("", IdentityServer.AdminEmail);
        var mail = await server.Outbox.Receive("magic-link", "platform");
        (await server.VerifyMagicLink(mail.Token)).User.Email.ShouldBe(IdentityServer.AdminEmail);
    }

    [Fact]
    public async Task A_link_counts_once()
    {
        var token = await _server.MagicLink(await _server.OpenFactory());
        await _server.VerifyMagicLink(token);
        await Invalid(token);
    }

    [Fact]
    public async Task Of_many_who_use_a_link_at_once_one_gets_in()
    {
        var token = await _server.MagicLink(await _server.OpenFactory());
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Attempt.Of(() => _server.VerifyMagicLink(token))));
        answers.OfType<Session>().ShouldHaveSingleItem();
        answers.OfType<Refused>().ShouldAllBe(refused => refused.Reason == "LINK_INVALID");
    }

    [Fact]
    public async Task A_newer_link_takes_the_place_of_the_one_before()
    {
        var factory = await _server.OpenFactory();
        var (older, newer) = (await _server.MagicLink(factory), await _server.MagicLink(factory, number: 2));
        await Invalid(older);
        await _server.VerifyMagicLink(newer);
    }

    [Fact]
    public async Task A_link_counts_for_fifteen_minutes()
    {
        var clock = new TestClock();
        await using var server = await fixture.Apart(clock);
        var factory = await server.OpenFactory();
        var token = await server.MagicLink(factory);
        clock.Advance(TimeSpan.FromMinutes(14));
        (await fixture.Sql(server, "select 1 from links where expire_time > now() + interval '13 minutes'")).Count.ShouldBe(1);
        clock.Advance(TimeSpan.FromMinutes(1));
        (await Refused.By(() => server.VerifyMagicLink(token))).Reason.ShouldBe("LINK_INVALID");
    }

    [Fact]
    public async Task A_link_does_one_thing_only()
    {
        var factory = await _server.OpenFactory();
        var (magic, reset) = (await _server.MagicLink(factory), await _server.ResetLink(factory));
        await Invalid(reset);
        (await Refused.By(() => _server.ConfirmReset(magic, "a password that is new"))).Reason.ShouldBe("LINK_INVALID");
        await _server.VerifyMagicLink(magic);
        await _server.ConfirmReset(reset, "a password that is new");
    }

    [Fact]
    public async Task A_link_is_nothing_in_another_tenant()
    {
        var (one, two) = (await _server.OpenFactory(), await _server.OpenFactory());
        var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(await _server.MagicLink(one));
        two.TenantId.TryWriteBytes(bytes);
        await Invalid(System.Buffers.Text.Base64Url.EncodeToString(bytes));
    }

    [Fact]
    public async Task Asking_for_somebody_who_is_not_there_is_answered_and_mails_nobody()
    {
        var (factory, unknown) = (await _server.OpenFactory(), People.NewSlug());
        await _server.RequestMagicLink(factory.Slug, "nobody@factory.example");
        await _server.RequestMagicLink(unknown, factory.Email);
        // Under a tenant that there is not, not even the platform's own people are found.
        await _server.RequestMagicLink(unknown, IdentityServer.AdminEmail);
        await Eventually.Is(["NOBODY"], () => fixture.Sql("select outcome from mails where tenant_id = $1 and end_time is not null", factory.TenantId));
        await Eventually.Is([], () => fixture.Sql("select outcome from mails where tenant_id = $1 and end_time is null", Guid.Empty));
        _server.Outbox.Mails("magic-link", factory.Slug).ShouldBeEmpty();
        (await fixture.Sql("select 1 from mails where tenant_id = $1 and outcome = 'SENT' and recipient = $2", Guid.Empty, IdentityServer.AdminEmail)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_is_not_active_is_mailed_nothing_and_let_in_by_no_link()
    {
        var factory = await _server.OpenFactory();
        var token = await _server.MagicLink(factory);
        await fixture.Sql("update users set status = 'INACTIVE' where tenant_id = $1", factory.TenantId);
        await Invalid(token);
        await _server.RequestMagicLink(factory.Slug, factory.Email);
        await Eventually.Is(["NOBODY", "SENT"], () => fixture.Sql("select outcome from mails where tenant_id = $1 and end_time is not null order by 1", factory.TenantId));
    }

    [Fact]
    public async Task A_lock_that_others_caused_neither_stops_a_link_nor_is_ended_by_it()
    {
        var factory = await _server.OpenFactory();
        for (var i = 0; i < 5; i++) await Refused.By(() => _server.SignIn(factory, "a wrong password"));
        await _server.VerifyMagicLink(await _server.MagicLink(factory));
        (await Refused.By(() => _server.SignIn(factory))).Reason.ShouldBe("ACCOUNT_LOCKED");
    }

    [Fact]
    public async Task An_address_is_mailed_five_links_in_fifteen_minutes_however_it_is_asked_for()
    {
        var factory = await _server.OpenFactory();
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => _server.RequestMagicLink(factory.Slug.ToUpperInvariant(), $" {factory.Email.ToUpperInvariant()} ")));
        (await fixture.Sql("select count(*) from mails where tenant_id = $1", factory.TenantId)).ShouldBe(["5"]);
        await _server.RequestReset(factory.Slug, factory.Email);
        (await fixture.Sql("select count(*) from mails where tenant_id = $1", factory.TenantId)).ShouldBe(["6"]);
        await fixture.Sql("update mails set create_time = create_time - interval '15 minutes' where tenant_id = $1", factory.TenantId);
        await _server.RequestMagicLink(factory.Slug, factory.Email);
        (await fixture.Sql("select count(*) from mails where tenant_id = $1", factory.TenantId)).ShouldBe(["7"]);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public Task A_link_that_nobody_was_mailed_is_none(string token) => Invalid(token);

    [Theory]
    [InlineData("", "", "email")]
    [InlineData("", "nobody", "email")]
    [InlineData("nul\0", "a@b", "tenant")]
    public async Task A_field_at_fault_is_named(string tenant, string email, string field)
    {
        (await Refused.By(() => _server.RequestMagicLink(tenant, email))).Fields.ShouldBe([field]);
        (await Refused.By(() => _server.RequestReset(tenant, email))).Fields.ShouldBe([field]);
    }

    [Theory]
    [InlineData("MagicLink", 15)]
    [InlineData("PasswordReset", 60)]
    public void Each_kind_of_link_has_its_time(string kind, int minutes) => Link.LifetimeOf(Enum.Parse<MailKind>(kind)).ShouldBe(TimeSpan.FromMinutes(minutes));

    private async Task Invalid(string token)
    {
        var refused = await Refused.By(() => _server.VerifyMagicLink(token));
        refused.ShouldSay(StatusCode.InvalidArgument, "LINK_INVALID");
        refused.Fields.ShouldBe(["token"]);
    }
}
