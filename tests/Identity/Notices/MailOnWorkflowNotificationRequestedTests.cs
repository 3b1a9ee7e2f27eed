using FactoryFlow.Events.Tenancy;
using FactoryFlow.Events.Workflow;
using FactoryFlow.Identity.Mail;
using FactoryFlow.Identity.Notices;
using FactoryFlow.Identity.Tests.Support;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Tenants;

namespace FactoryFlow.Identity.Tests.Notices;

public sealed class MailOnWorkflowNotificationRequestedTests(IdentityFixture fixture)
{
    private readonly IdentityServer _server = fixture.Server;

    [Fact]
    public async Task Whoever_is_meant_twice_is_told_once_and_others_of_the_role_too()
    {
        var owner = await _server.OpenAsOwner();
        var (one, other, apart) = (await owner.Create(roles: "supervisor"), await owner.Create(roles: "supervisor"), await owner.Create());
        await Told(Fact(owner) with { UserId = Guid.Parse(one.Id), Roles = ["SUPERVISOR", "supervisor"], Address = one.Email.ToUpperInvariant() });
        await Sent(owner, one.Email, other.Email);
        (await AddressesMailed(owner)).ShouldNotContain(apart.Email);
        var mail = NoticesTo(one.Email).ShouldHaveSingleItem();
        mail.ShouldContain($"To: {one.Email}\r\nSubject: Approve PO-7\r\n");
        mail.ShouldContain("\r\n\r\nPlease look.\r\n");
        mail.ShouldContain($"A workflow of {owner.Factory.Slug} sent this by itself: purchase PO-7");
    }

    [Fact]
    public async Task However_often_it_is_heard_of_one_mail_is_sent()
    {
        var owner = await _server.OpenAsOwner();
        var fact = Fact(owner) with { UserId = owner.Factory.OwnerId };
        await Told(fact, fact);
        await Told(fact);
        // The inbox forgets one day.
        await fixture.Sql("delete from inbox where event_id = $1", fact.EventId);
        await Told(fact);
        await Sent(owner, owner.Factory.Email);
        (await Outcomes(owner)).ShouldBe(["SENT"]);
        await Told(fact with { EventId = Guid.CreateVersion7() });
        await Sent(owner, owner.Factory.Email, owner.Factory.Email);
    }

    [Fact]
    public async Task Another_tenants_people_are_nobody()
    {
        var (owner, stranger) = (await _server.OpenAsOwner(), await _server.OpenAsOwner());
        await stranger.Create(email: "only@stranger.example", roles: "supervisor");
        await Told(
            Fact(owner) with { UserId = stranger.Factory.OwnerId }, Fact(owner) with { Roles = ["supervisor"] }, Fact(owner) with { Address = "only@stranger.example" }, Fact(owner) with { UserId = owner.Factory.OwnerId });
        await Sent(owner, owner.Factory.Email);
        (await Audited(owner, "notification.had_nobody")).Count.ShouldBe(3);
        (await Audited(owner, "notification.mailed")).ShouldHaveSingleItem().ShouldContain(owner.Factory.OwnerId.ToString());
    }

    [Fact]
    public async Task Who_is_switched_off_is_told_nothing_not_even_by_address()
    {
        var owner = await _server.OpenAsOwner();
        await Know(owner, flags: new() { ["notifications_to_anybody"] = true });
        var user = await owner.Create(roles: "supervisor");
        await owner.Update(user.Id, r => r.Status = User.Types.Status.Inactive);
        await Told(Fact(owner) with { Roles = ["supervisor"] }, Fact(owner) with { UserId = Guid.Parse(user.Id) }, Fact(owner) with { Address = user.Email });
        (await Outcomes(owner)).ShouldBeEmpty();
        (await Audited(owner, "notification.had_nobody")).Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("SUSPENDED", true)]
    [InlineData("ARCHIVED", true)]
    [InlineData("ACTIVE", false)]
    public async Task A_tenant_that_is_closed_or_has_mail_switched_off_sends_none(string status, bool mayMail)
    {
        var owner = await _server.OpenAsOwner();
        await Know(owner, status, new() { ["notifications_email"] = mayMail });
        await Told(Fact(owner) with { UserId = owner.Factory.OwnerId });
        (await Outcomes(owner)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Other_channels_are_others_business()
    {
        var owner = await _server.OpenAsOwner();
        await Told(Fact(owner) with { UserId = owner.Factory.OwnerId, Channel = "SMS" });
        (await Outcomes(owner)).ShouldBeEmpty();
        (await Audited(owner, "notification.had_nobody")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Somebody_from_outside_is_written_to_where_the_platform_lets_the_tenant(bool may)
    {
        var owner = await _server.OpenAsOwner();
        await Know(owner, flags: new() { ["notifications_to_anybody"] = may });
        var address = $"{Guid.NewGuid():N}@outside.example";
        await Told(Fact(owner) with { Address = address });
        if (may) await Sent(owner, address);
        (await Outcomes(owner)).Count.ShouldBe(may ? 1 : 0);
    }

    [Fact]
    public async Task What_waits_is_sealed_and_is_not_sent_to_who_is_gone_meanwhile()
    {
        var clock = new TestClock();
        await using var smtp = new SmtpServer(Play.TryLater);
        await using var server = await fixture.Apart(clock, smtp.Settings());
        var owner = await server.OpenAsOwner();
        var user = await owner.Create();
        await server.Handle<WorkflowNotificationRequested, MailOnWorkflowNotificationRequested>(Fact(owner) with { UserId = Guid.Parse(user.Id) });
        await Eventually.Is(["1"], () => fixture.Sql(server, "select attempts from mails where fault is not null"));
        (await fixture.Sql(server, "select encode(sealed_letter, 'escape') from mails")).ShouldHaveSingleItem().ShouldNotContain("Please look");
        await owner.Update(user.Id, r => r.Status = User.Types.Status.Inactive);
        clock.Advance(TimeSpan.FromSeconds(5));
        await Eventually.Is(["NOBODY"], () => fixture.Sql(server, "select outcome from mails where sealed_letter is null"));
        smtp.Taken.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_tenant_tells_so_much_within_an_hour()
    {
        var owner = await _server.OpenAsOwner();
        await fixture.Sql("""
            insert into mails (tenant_id, id, kind, asked, recipient, create_time, due_time, outcome, end_time)
            select $1, gen_random_uuid(), 'NOTIFICATION', sha256(n::text::bytea), 'x', now(), now(), 'SENT', now() from generate_series(1, 999) n
            """, owner.Factory.TenantId);
        await Told([.. Enumerable.Range(0, 3).Select(_ => Fact(owner) with { UserId = owner.Factory.OwnerId })]);
        (await Outcomes(owner)).Count.ShouldBe(1000);
        (await Audited(owner, "notification.cut_short")).Count.ShouldBe(2);
    }

    private static WorkflowNotificationRequested Fact(Person owner) => new()
    {
        EventId = Guid.CreateVersion7(), TenantId = owner.Factory.TenantId, OccurredAt = DateTimeOffset.UnixEpoch, InstanceId = Guid.NewGuid(), DefinitionName = "purchase", BusinessKey = "PO-7",
        Channel = "EMAIL", UserId = null, Roles = [], Address = "", Subject = "Approve PO-7", Text = "Please look.",
    };

    private Task Told(params WorkflowNotificationRequested[] facts) => _server.Handle<WorkflowNotificationRequested, MailOnWorkflowNotificationRequested>(facts);

    private Task Know(Person owner, string status = "ACTIVE", Dictionary<string, bool>? flags = null) => _server.Db.As(owner.Factory.TenantId, tx =>
    {
        TenantStates.Keep(tx, new TenantChanged
        {
            EventId = tx.NewId(), TenantId = tx.TenantId, OccurredAt = tx.Now, Version = 9, Slug = owner.Factory.Slug, Name = "n", Status = status, Plan = "p", Currency = "EUR",
            Limits = new TenantLimits { MaxJobSteps = -1, MaxArticleAttributes = -1, MaxUsers = -1, MaxWorkers = -1 },
            RateLimits = new TenantRateLimits { RequestsPerMinute = -1, RequestsPerMinutePerUser = -1 }, FeatureFlags = flags ?? [], CorsOrigins = [],
        });
        return Task.FromResult(true);
    }, Limit.Soon());

    private Task Sent(Person owner, params string[] addresses) => Eventually.Is([.. addresses.Order(StringComparer.Ordinal)], () => AddressesMailed(owner));

    private Task<List<string>> AddressesMailed(Person owner) => _server.Db.As(owner.Factory.TenantId, async tx =>
    {
        var rows = await tx.All<StoredMailRow>($"""
            select tenant_id, id, kind as kind_text, recipient, sealed_recipient, subject_id, create_time, attempts, sealed_letter, language from mails
            where tenant_id = {tx.TenantId} and kind = 'NOTIFICATION' and outcome = 'SENT'
            """);
        return rows.Select(row => row.Open(tx.Personal).Recipient).Order(StringComparer.Ordinal).ToList();
    }, Limit.Soon());

    private List<string> NoticesTo(string email) => [.. Directory.EnumerateFiles(_server.Outbox.Folder, $"* notification {email} *.eml").Select(File.ReadAllText)];

    private Task<List<string>> Outcomes(Person owner) => fixture.Sql("select coalesce(outcome, 'WAITING') from mails where tenant_id = $1 and kind = 'NOTIFICATION'", owner.Factory.TenantId);

    private Task<List<string>> Audited(Person owner, string action) => fixture.Sql("select coalesce(changes::text, '') from audit_entries where tenant_id = $1 and action = $2", owner.Factory.TenantId, action);
}
