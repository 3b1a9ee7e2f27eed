using System.Text.Json;
using FactoryFlow.Identity.Tests.Support;
using FactoryFlow.Identity.V1;
using Grpc.Core;
using static FactoryFlow.Options.V1.Access.Types;
using Status = FactoryFlow.Identity.V1.Invitation.Types.Status;

namespace FactoryFlow.Identity.Tests.Invitations;

public sealed class InvitationTests(IdentityFixture fixture)
{
    private const string Guest = "guest@people.example";
    private readonly IdentityServer _server = fixture.Server;

    [Fact]
    public async Task Who_is_invited_chooses_a_password_and_is_what_the_inviter_said()
    {
        var owner = await _server.OpenAsOwner();
        var invitation = await owner.Invite("Guest@People.example", "WORKER");
        (invitation.Email, string.Join(' ', invitation.Roles), invitation.Status, invitation.InviterId).ShouldBe((Guest, "worker", Status.Pending, owner.Id));
        (invitation.ExpireTime - invitation.CreateTime).ToTimeSpan().ShouldBe(TimeSpan.FromHours(72));
        var user = await _server.Accept(await owner.InvitationLink());
        (user.Email, user.Name, user.Kind, string.Join(' ', user.Roles)).ShouldBe((Guest, "A guest", Kind.Staff, "worker"));
        (await owner.SignIn(user)).Id.ShouldBe(user.Id);
        var accepted = await Look(owner, invitation.Id);
        (accepted.Status, accepted.UserId).ShouldBe((Status.Accepted, user.Id));
    }

    [Fact]
    public async Task Others_hear_of_the_user_and_of_the_invitation_once()
    {
        var owner = await _server.OpenAsOwner();
        var invitation = await owner.Invite(roles: "worker");
        var user = await _server.Accept(await owner.InvitationLink());
        var facts = (await fixture.Sql("select body from outbox where tenant_id = $1 and type like '%.InvitationAccepted'", owner.Factory.TenantId)).Select(body => JsonDocument.Parse(body).RootElement).Single();
        (facts.GetProperty("invitationId").GetString(), facts.GetProperty("userId").GetString(), facts.GetProperty("inviterId").GetString()).ShouldBe((invitation.Id, user.Id, owner.Id));
        (await fixture.Sql("select 1 from outbox where tenant_id = $1 and type like '%.UserCreated'", owner.Factory.TenantId)).Count.ShouldBe(1);
        (await fixture.Sql("select action from audit_entries where tenant_id = $1 and action like 'invitation.%' order by id", owner.Factory.TenantId))
            .ShouldBe(["invitation.created", "invitation.given_out", "invitation.accepted"]);
    }

    [Fact]
    public async Task A_link_counts_once_even_for_many_at_once()
    {
        var owner = await _server.OpenAsOwner();
        await owner.Invite(roles: "worker");
        var token = await owner.InvitationLink();
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Attempt.Of(() => _server.Accept(token))));
        answers.OfType<User>().Count().ShouldBe(1);
        answers.OfType<Refused>().Select(refused => refused.Reason).ShouldBe(Enumerable.Repeat("LINK_INVALID", 5));
    }

    [Fact]
    public async Task The_link_is_kept_as_a_hash_only()
    {
        var owner = await _server.OpenAsOwner();
        await owner.Invite(roles: "worker");
        var token = await owner.InvitationLink();
        (await fixture.Sql("select encode(token_hash, 'hex') from links where tenant_id = $1", owner.Factory.TenantId))
            .ShouldBe([Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(token)))]);
    }

    [Fact]
    public async Task An_invitation_counts_for_seventy_two_hours_and_again_when_it_is_resent()
    {
        var clock = new TestClock();
        await using var server = await fixture.Apart(clock);
        var owner = await server.OpenAsOwner();
        var invitation = await owner.Invite(roles: "worker");
        var token = await owner.InvitationLink();
        clock.Advance(TimeSpan.FromHours(72) + TimeSpan.FromMinutes(1));
        (await Refused.By(() => server.Accept(token))).ShouldSay(StatusCode.InvalidArgument, "LINK_INVALID");
        owner = await server.AsOwner(owner.Factory);
        (await Look(owner, invitation.Id)).Status.ShouldBe(Status.Expired);
        (await Resend(owner, invitation.Id)).Status.ShouldBe(Status.Pending);
        await server.Accept(await owner.InvitationLink(number: 2));
    }

    [Fact]
    public async Task A_link_that_is_mailed_again_takes_the_place_of_the_one_before()
    {
        var owner = await _server.OpenAsOwner();
        var invitation = await owner.Invite(roles: "worker");
        var older = await owner.InvitationLink();
        await Resend(owner, invitation.Id);
        var newer = await owner.InvitationLink(number: 2);
        (await Refused.By(() => _server.Accept(older))).Reason.ShouldBe("LINK_INVALID");
        await _server.Accept(newer);
        (await Refused.By(() => Resend(owner, invitation.Id))).ShouldSay(StatusCode.FailedPrecondition, "INVITATION_ENDED");
        (await Refused.By(() => Revoke(owner, invitation.Id))).Reason.ShouldBe("INVITATION_ENDED");
    }

    [Fact]
    public async Task One_that_is_taken_back_counts_no_longer_and_makes_room_for_another()
    {
        var owner = await _server.OpenAsOwner();
        var invitation = await owner.Invite(roles: "worker");
        var token = await owner.InvitationLink();
        (await Refused.By(() => owner.Invite(roles: "worker"))).ShouldSay(StatusCode.AlreadyExists, "INVITATION_PENDING");
        for (var again = 0; again < 2; again++) await Revoke(owner, invitation.Id);
        (await Refused.By(() => _server.Accept(token))).Reason.ShouldBe("LINK_INVALID");
        (await Refused.By(() => Resend(owner, invitation.Id))).Reason.ShouldBe("INVITATION_ENDED");
        await owner.Invite(roles: "worker");
    }

    [Fact]
    public async Task Two_who_invite_one_address_at_once_invite_it_once()
    {
        var owner = await _server.OpenAsOwner();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Attempt.Of(() => owner.Invite(roles: "worker"))));
        answers.OfType<Invitation>().Count().ShouldBe(1);
        answers.OfType<Refused>().ShouldAllBe(refused => refused.Reason == "INVITATION_PENDING");
    }

    [Fact]
    public async Task The_plan_is_asked_when_it_is_accepted_and_the_link_goes_on_counting()
    {
        var owner = await _server.OpenAsOwner();
        fixture.Tenancy.MaxUsers[owner.Factory.TenantId] = 2;
        await owner.Invite(roles: "worker");
        var other = await owner.Create();
        var token = await owner.InvitationLink();
        (await Refused.By(() => _server.Accept(token))).ShouldSay(StatusCode.PermissionDenied, "PLAN_LIMIT_EXCEEDED");
        await owner.Delete(other.Id);
        await _server.Accept(token);
    }

    [Fact]
    public async Task Nobody_invites_into_more_than_they_hold()
    {
        var person = await (await _server.OpenAsOwner()).Hire("users:*:*", "articles:read:all");
        (await Refused.By(() => person.Invite(roles: "admin"))).ShouldSay(StatusCode.PermissionDenied, "PERMISSION_NOT_HELD");
        (await person.Invite()).Status.ShouldBe(Status.Pending);
    }

    [Theory]
    [InlineData("holds it no longer")]
    [InlineData("has the role no longer")]
    [InlineData("is INACTIVE")]
    [InlineData("is gone")]
    public async Task What_the_inviter_may_not_give_any_longer_is_not_given_until_somebody_else_answers_for_it(string what)
    {
        var owner = await _server.OpenAsOwner();
        var role = await owner.Role("users:*:*", "jobs:*:*", "tasks:*:*", "articles:*:*", "ledger:*:*", "workers:*:*");
        var person = await owner.SignIn(await owner.Create(password: Person.Password, roles: [role.Name, "worker"]));
        var invitation = await person.Invite(roles: "worker");
        var token = await owner.InvitationLink();
        if (what == "is gone") await owner.Delete(person.Id);
        else if (what == "is INACTIVE") await owner.Update(person.Id, r => r.Status = User.Types.Status.Inactive);
        else if (what == "has the role no longer") await owner.Update(person.Id, r => r.Roles.Add(role.Name));
        else await owner.Grant(person.Id, denials: ["jobs:work:*"]);
        (await Refused.By(() => _server.Accept(token))).ShouldSay(StatusCode.InvalidArgument, "LINK_INVALID");
        (await Resend(owner, invitation.Id)).InviterId.ShouldBe(owner.Id);
        (await _server.Accept(await owner.InvitationLink(number: 2))).Roles.ShouldBe(["worker"]);
    }

    [Fact]
    public async Task A_role_that_is_deleted_is_given_to_nobody()
    {
        var owner = await _server.OpenAsOwner();
        var role = await owner.Role("jobs:*:*");
        var invitation = await owner.Invite("guest@people.example", role.Name, "worker");
        await _server.Roles.DeleteRoleAsync(new DeleteRoleRequest { RoleId = role.Id }, owner.Headers, cancellationToken: TestContext.Current.CancellationToken);
        (await Look(owner, invitation.Id)).Roles.ShouldBe(["worker"]);
        (await _server.Accept(await owner.InvitationLink())).Roles.ShouldBe(["worker"]);
    }

    /// <summary>What is wrong with a request that is otherwise fine.</summary>
    public static TheoryData<string, Action<CreateInvitationRequest>, string, string?> Refusals => new()
    {
        { "no address", r => r.Email = "nobody", "INVALID_INPUT", "email" },
        { "no name", r => r.Name = " ", "INVALID_INPUT", "name" },
        { "no kind", r => r.Kind = Kind.Unspecified, "INVALID_INPUT", "kind" },
        { "the platform's kind", r => r.Kind = Kind.Platform, "INVALID_INPUT", "kind" },
        { "a vendor's without the vendor", r => r.Kind = Kind.Vendor, "INVALID_INPUT", "vendor_id" },
        { "a vendor of staff", r => r.VendorId = Guid.NewGuid().ToString(), "INVALID_INPUT", "vendor_id" },
        { "an unknown role", r => r.Roles.Add("foreman"), "ROLE_NOT_FOUND", "roles[0]" },
        { "a customer who is staff", r => { r.Kind = Kind.Customer; r.Roles.Add("worker"); }, "PERMISSION_NOT_FOR_KIND", "roles[0]" },
        { "somebody who is a user", r => r.Email = "OWNER@factory.example", "USER_EMAIL_TAKEN", "email" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Inviting_somebody_is_refused(string what, Action<CreateInvitationRequest> spoil, string reason, string? field)
    {
        var owner = await _server.OpenAsOwner();
        var request = new CreateInvitationRequest { Email = Guest, Name = "A guest", Kind = Kind.Staff };
        spoil(request);
        var refused = await Refused.By(async () => await _server.Invitations.CreateInvitationAsync(request, owner.Headers));
        (refused.Reason, refused.Field).ShouldBe((reason, field), what);
        (await fixture.Sql("select 1 from invitations where tenant_id = $1", owner.Factory.TenantId)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_guess_is_refused_and_a_password_too_short_does_not_use_the_link_up()
    {
        var owner = await _server.OpenAsOwner();
        await owner.Invite(roles: "worker");
        var token = await owner.InvitationLink();
        foreach (var guess in new[] { "nonsense", token[..^4] + "AAAA" }) (await Refused.By(() => _server.Accept(guess))).Reason.ShouldBe("LINK_INVALID");
        (await Refused.By(() => _server.Accept(token, "short"))).Fields.ShouldBe(["password"]);
        await _server.Accept(token);
    }

    [Fact]
    public async Task Another_tenants_invitation_does_not_exist()
    {
        var invitation = await (await _server.OpenAsOwner()).Invite();
        var other = await _server.OpenAsOwner();
        foreach (var call in new Func<Task>[] { () => Look(other, invitation.Id), () => Resend(other, invitation.Id), () => Revoke(other, invitation.Id) })
            (await Refused.By(call)).ShouldSay(StatusCode.NotFound, "INVITATION_NOT_FOUND");
        (await other.Server.Invitations.ListInvitationsAsync(new ListInvitationsRequest(), other.Headers, cancellationToken: TestContext.Current.CancellationToken)).Invitations.ShouldBeEmpty();
    }

    [Fact]
    public async Task Invitations_are_listed_page_by_page_the_newest_first()
    {
        var owner = await _server.OpenAsOwner();
        var made = new List<string>();
        for (var i = 0; i < 3; i++) made.Insert(0, (await owner.Invite($"guest{i}@people.example")).Id);
        var first = await _server.Invitations.ListInvitationsAsync(new ListInvitationsRequest { PageSize = 2 }, owner.Headers, cancellationToken: TestContext.Current.CancellationToken);
        var second = await _server.Invitations.ListInvitationsAsync(new ListInvitationsRequest { PageSize = 2, PageToken = first.NextPageToken }, owner.Headers, cancellationToken: TestContext.Current.CancellationToken);
        first.Invitations.Concat(second.Invitations).Select(invitation => invitation.Id).ShouldBe(made);
        second.NextPageToken.ShouldBeEmpty();
    }

    private static async Task<Invitation> Look(Person person, string id) =>
        await person.Server.Invitations.GetInvitationAsync(new GetInvitationRequest { InvitationId = id }, person.Headers);

    private static async Task<Invitation> Resend(Person person, string id) =>
        await person.Server.Invitations.ResendInvitationAsync(new ResendInvitationRequest { InvitationId = id }, person.Headers);

    private static async Task Revoke(Person person, string id) =>
        await person.Server.Invitations.RevokeInvitationAsync(new RevokeInvitationRequest { InvitationId = id }, person.Headers);
}
