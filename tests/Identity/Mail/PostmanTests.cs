using FactoryFlow.Identity.Mail;
using FactoryFlow.Identity.Tests.Support;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Tests.Mail;

/// <summary>Sending, with a real SMTP conversation; each test has a database of its own, since any sender takes what is due.</summary>
public sealed class PostmanTests(IdentityFixture fixture)
{
    [Fact]
    public async Task However_many_of_one_tenants_wait_anothers_have_their_turn_and_what_somebody_waits_for_comes_first()
    {
        var (many, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        IReadOnlyList<MailRow> taken = [];
        // Nobody else sees any of this.
        await Should.ThrowAsync<OperationCanceledException>(() => fixture.Server.Db.Through<bool>(Door.Timers, async tx =>
        {
            Add(tx, many, "NOTIFICATION", 100, TimeSpan.FromDays(1));
            Add(tx, many, "MAGIC_LINK", 100, TimeSpan.FromHours(1));
            Add(tx, other, "MAGIC_LINK", 2, TimeSpan.Zero);
            Add(tx, other, "INVITATION", 2, TimeSpan.FromDays(1));
            taken = await MailStore.Take(tx, 60, TimeSpan.FromMinutes(1));
            throw new OperationCanceledException();
        }, Limit.Soon()));
        taken.Count.ShouldBe(60);
        taken.Where(m => m.TenantId == many || m.TenantId == other).ShouldAllBe(m => m.Kind == MailKind.MagicLink);
        taken.Count(m => m.TenantId == other).ShouldBe(2);

        static void Add(TenantTx tx, Guid tenant, string kind, int count, TimeSpan ago) => tx.Write($"""
            insert into mails (tenant_id, id, kind, asked, recipient, sealed_letter, create_time, due_time)
            select {tenant}, gen_random_uuid(), {kind}, sha256((n || {kind})::bytea), 'x', case when {kind} = 'NOTIFICATION' then 'x'::bytea end, {tx.Now - ago}, {tx.Now - ago} from generate_series(1, {count}) n
            """);
    }

    [Fact]
    public async Task A_mail_goes_out_whole_and_what_it_said_is_forgotten()
    {
        await using var smtp = new SmtpServer();
        await using var server = await fixture.Apart(null, smtp.Settings());
        var factory = await server.OpenFactory();
        await server.RequestMagicLink(factory.Slug, factory.Email);
        await Ended(server, "SENT");
        var mail = smtp.Taken.ShouldHaveSingleItem();
        (mail.From, mail.To, mail.Headers["Subject"]).ShouldBe(("no-reply@platform.example", factory.Email, $"Sign in to {factory.Slug}"));
        mail.Headers.Keys.ShouldContain("Message-ID");
        await server.VerifyMagicLink(TokenIn(mail));
        (await fixture.Sql(server, "select 1 from mails where sealed_letter is not null")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("TryLater", "SMTP 451")]
    [InlineData("WrongPassword", "SMTP 535")]
    [InlineData("Disconnect", "SMTP -1")]
    public async Task A_mail_that_is_not_taken_now_is_sent_later_with_the_same_link(string play, string fault)
    {
        var clock = new TestClock();
        await using var smtp = new SmtpServer(Enum.Parse<Play>(play));
        await using var server = await fixture.Apart(clock, smtp.Settings());
        var factory = await server.OpenFactory();
        await server.RequestReset(factory.Slug, factory.Email);
        await Eventually.Is([fault], () => fixture.Sql(server, "select fault from mails where fault is not null"));
        (await fixture.Sql(server, "select attempts from mails where end_time is null and sealed_letter is not null")).ShouldBe(["1"]);
        clock.Advance(TimeSpan.FromSeconds(5));
        await Ended(server, "SENT");
        await server.ConfirmReset(TokenIn(smtp.Taken.ShouldHaveSingleItem()), "a password that is new");
    }

    [Fact]
    public async Task A_mail_that_was_taken_without_a_word_is_sent_again_as_the_same_mail()
    {
        var clock = new TestClock();
        await using var smtp = new SmtpServer(Play.DisconnectAfterTheMail);
        await using var server = await fixture.Apart(clock, smtp.Settings());
        var factory = await server.OpenFactory();
        await server.RequestMagicLink(factory.Slug, factory.Email);
        await Eventually.Is(["1"], () => fixture.Sql(server, "select attempts from mails where fault is not null"));
        clock.Advance(TimeSpan.FromSeconds(5));
        await Ended(server, "SENT");
        smtp.Taken.Select(mail => (mail.Headers["Message-ID"], TokenIn(mail))).Distinct().ShouldHaveSingleItem();
        smtp.Taken.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_address_that_there_is_not_is_given_up_at_once_for_all_to_see()
    {
        await using var smtp = new SmtpServer(Play.NoSuchMailbox);
        await using var server = await fixture.Apart(null, smtp.Settings());
        var factory = await server.OpenFactory();
        await server.RequestMagicLink(factory.Slug, factory.Email);
        await Ended(server, "GIVEN_UP");
        (await fixture.Sql(server, "select fault from mails where sealed_letter is null")).ShouldBe(["SMTP 550"]);
        (await fixture.Sql(server, "select 1 from audit_entries where tenant_id = $1 and action = 'mail.given_up'", factory.TenantId)).Count.ShouldBe(1);
        server.TakeErrors().ShouldHaveSingleItem().ShouldContain("given up after attempt 1: SMTP 550");
    }

    [Fact]
    public async Task A_mail_whose_link_would_be_dead_by_then_is_given_up()
    {
        var clock = new TestClock();
        await using var smtp = new SmtpServer([.. Enumerable.Repeat(Play.TryLater, 10)]);
        await using var server = await fixture.Apart(clock, smtp.Settings());
        var factory = await server.OpenFactory();
        await server.RequestMagicLink(factory.Slug, factory.Email);
        await Eventually.Is(["1"], () => fixture.Sql(server, "select attempts from mails where fault is not null"));
        clock.Advance(TimeSpan.FromMinutes(15));
        await Ended(server, "GIVEN_UP");
        server.TakeErrors().ShouldHaveSingleItem().ShouldContain("MAGIC_LINK");
        smtp.Taken.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_TLS_that_was_asked_for_nothing_is_sent()
    {
        await using var smtp = new SmtpServer();
        await using var server = await fixture.Apart(null, smtp.Settings(useTls: true));
        var factory = await server.OpenFactory();
        await server.RequestMagicLink(factory.Slug, factory.Email);
        await Eventually.Is(["1"], () => fixture.Sql(server, "select attempts from mails where fault is not null and end_time is null"));
        (smtp.Visits, smtp.Taken.Count).ShouldBe((1, 0));
    }

    [Fact]
    public async Task What_waits_to_be_sent_is_sealed()
    {
        await using var smtp = new SmtpServer(Play.TryLater);
        await using var server = await fixture.Apart(null, smtp.Settings());
        var factory = await server.OpenFactory();
        await server.RequestMagicLink(factory.Slug, factory.Email);
        await Eventually.Is(["1"], () => fixture.Sql(server, "select attempts from mails where fault is not null"));
        var box = (await fixture.Sql(server, "select encode(sealed_letter, 'escape') from mails")).ShouldHaveSingleItem();
        box.ShouldNotContain("token");
        await Ended(server, "SENT");
    }

    [Fact]
    public async Task Two_processes_send_each_mail_once()
    {
        await using var smtp = new SmtpServer();
        await using var one = await fixture.Apart(null, smtp.Settings());
        await using var two = await IdentityServer.Start(one.Database, null, smtp.Settings());
        var factories = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => one.OpenFactory()));
        await Task.WhenAll(factories.Select(factory => one.RequestMagicLink(factory.Slug, factory.Email)));
        await Eventually.Is(["30"], () => fixture.Sql(one, "select count(*) from mails where outcome = 'SENT'"));
        smtp.Taken.Count.ShouldBe(30);
    }

    [Fact]
    public async Task A_process_that_stops_gives_back_what_it_has_not_sent()
    {
        await using var smtp = new SmtpServer(Play.Hang);
        var server = await fixture.Apart(null, smtp.Settings());
        var factory = await server.OpenFactory();
        await server.RequestMagicLink(factory.Slug, factory.Email);
        await Eventually.Is(["1"], () => Task.FromResult<List<string>>([$"{smtp.Visits}"]));
        await server.DisposeAsync();
        (await fixture.Sql(server, "select attempts from mails where due_time <= now() and end_time is null")).ShouldBe(["0"]);
    }

    [Fact]
    public async Task A_mail_that_cannot_be_written_holds_up_no_other()
    {
        await using var server = await fixture.Apart();
        var factory = await server.OpenFactory();
        // Sealed with another key, as after a restore: it cannot be opened.
        await fixture.Sql(server, """
            insert into mails (tenant_id, id, kind, asked, recipient, create_time, due_time, attempts, sealed_letter)
            select $1, gen_random_uuid(), 'PASSWORD_RESET', sha256('x'), $2, now(), now() - interval '1 minute', 0, sha256('x') from generate_series(1, 25)
            """, factory.TenantId, factory.Email);
        await server.MagicLink(factory);
        (await fixture.Sql(server, "select count(*) from mails where fault = 'InvalidOperationException' and due_time > now()")).ShouldBe(["25"]);
    }

    [Fact]
    public async Task A_mail_whose_sender_died_is_sent_by_another_after_a_while()
    {
        var clock = new TestClock();
        await using var server = await fixture.Apart(clock);
        var factory = await server.OpenFactory();
        // As a process leaves it that took the mail and was killed.
        await fixture.Sql(server, """
            insert into mails (tenant_id, id, kind, asked, recipient, create_time, due_time, attempts)
            values ($1, gen_random_uuid(), 'PASSWORD_RESET', sha256('x'), $2, now(), now() + interval '3 minutes', 1)
            """, factory.TenantId, factory.Email);
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        server.Outbox.Mails("password-reset", factory.Slug).ShouldBeEmpty();
        clock.Advance(TimeSpan.FromMinutes(3));
        await server.ConfirmReset((await server.Outbox.Receive("password-reset", factory.Slug)).Token, "a password that is new");
    }

    private Task Ended(IdentityServer server, string outcome) => Eventually.Is([outcome], () => fixture.Sql(server, "select outcome from mails where end_time is not null"));

    private static string TokenIn(TakenMail mail) => new ReceivedMail("", mail.Text).Token;
}
