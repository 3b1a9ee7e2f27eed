using FactoryFlow.Identity.Tests.Support;
using FactoryFlow.Identity.V1;
using Grpc.Core;
using static FactoryFlow.Options.V1.Access.Types;

namespace FactoryFlow.Identity.Tests.Signups;

public sealed class SignupTests(IdentityFixture fixture)
{
    private const string Customer = "customer@people.example";
    private readonly IdentityServer _server = fixture.Server;

    [Fact]
    public async Task Who_signs_up_and_confirms_their_address_is_a_customer_who_buys()
    {
        var factory = await Open();
        await _server.SignUp(factory.Slug.ToUpperInvariant(), "Customer@People.example");
        (await Refused.By(() => _server.SignIn(factory.Slug, Customer, Person.Password))).Reason.ShouldBe("SIGN_IN_REFUSED");
        var user = await _server.Verify(await _server.SignupLink(factory.Slug));
        (user.Email, user.Name, user.Kind, string.Join(' ', user.Roles)).ShouldBe((Customer, "A customer", Kind.Customer, "Buyer"));
        var caller = await _server.Caller((await _server.SignIn(factory.Slug, Customer, Person.Password)).AccessToken);
        caller.Permissions.ShouldContain(Platform.Auth.Permission.Parse("portal:orders:*"));
        (await fixture.Sql("select 1 from signups where tenant_id = $1", factory.TenantId)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_customers_session_counts_for_eight_hours_and_thirty_days()
    {
        var factory = await Open();
        await _server.SignUp(factory.Slug, Customer);
        await _server.Verify(await _server.SignupLink(factory.Slug));
        var session = await _server.SignIn(factory.Slug, Customer, Person.Password);
        session.ExpiresIn.ShouldBe(8 * 60 * 60);
        var listed = (await _server.Sessions.ListSessionsAsync(new ListSessionsRequest(), session.Bearer(), cancellationToken: TestContext.Current.CancellationToken)).Sessions.Single();
        (listed.ExpireTime - listed.CreateTime).ToTimeSpan().ShouldBe(TimeSpan.FromDays(30));
    }

    [Fact]
    public async Task Others_hear_of_the_user_and_that_nobody_invited_them()
    {
        var factory = await Open();
        await _server.SignUp(factory.Slug, Customer);
        var user = await _server.Verify(await _server.SignupLink(factory.Slug));
        var facts = await fixture.Sql("select body from outbox where tenant_id = $1 and type like '%.InvitationAccepted'", factory.TenantId);
        facts.Single().ShouldContain(user.Id);
        facts.Single().ShouldContain("\"inviterId\":null");
        (await fixture.Sql("select 1 from outbox where tenant_id = $1 and type like '%.UserCreated'", factory.TenantId)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Who_has_an_account_is_told_by_mail_and_nobody_else_is_told_anything()
    {
        var factory = await Open();
        await _server.SignUp(factory.Slug, factory.Email);
        var mail = await Told(factory.TenantId);
        mail.ShouldContain("has an account already");
        mail.ShouldNotContain("#token=");
        (await fixture.Sql("select 1 from signups where tenant_id = $1", factory.TenantId)).ShouldBeEmpty();
        (await fixture.Sql("select 1 from links where tenant_id = $1", factory.TenantId)).ShouldBeEmpty();
        await _server.SignIn(factory);
    }

    [Fact]
    public async Task Nobody_signs_up_with_a_tenant_that_does_not_take_them_or_that_there_is_not()
    {
        var factory = await _server.OpenFactory();
        var closed = await Refused.By(() => _server.SignUp(factory.Slug, Customer));
        closed.ShouldSay(StatusCode.PermissionDenied, "SIGNUP_REFUSED");
        (await Refused.By(() => _server.SignUp(People.NewSlug(), Customer))).Message.ShouldBe(closed.Message);
        (await fixture.Sql("select 1 from mails where tenant_id = $1", factory.TenantId)).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_who_signs_up_with_the_same_address_does_not_put_their_password_in_the_place_of_anothers()
    {
        var factory = await Open();
        await _server.SignUp(factory.Slug, Customer, "the password of the first");
        var first = await _server.SignupLink(factory.Slug);
        await _server.SignUp(factory.Slug, Customer, "the password of another");
        var second = await _server.SignupLink(factory.Slug, number: 2);
        await _server.Verify(first);
        await _server.SignIn(factory.Slug, Customer, "the password of the first");
        (await Refused.By(() => _server.Verify(second))).ShouldSay(StatusCode.AlreadyExists, "USER_EMAIL_TAKEN");
    }

    [Fact]
    public async Task A_link_counts_once_even_for_many_at_once()
    {
        var factory = await Open();
        await _server.SignUp(factory.Slug, Customer);
        var token = await _server.SignupLink(factory.Slug);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Attempt.Of(() => _server.Verify(token))));
        answers.OfType<User>().Count().ShouldBe(1);
        answers.OfType<Refused>().Select(refused => refused.Reason).ShouldBe(Enumerable.Repeat("LINK_INVALID", 5));
    }

    [Fact]
    public async Task A_link_counts_for_a_day()
    {
        var clock = new TestClock();
        await using var server = await fixture.Apart(clock);
        var factory = await server.OpenFactory();
        fixture.Tenancy.TakesCustomers[factory.TenantId] = true;
        await server.SignUp(factory.Slug, Customer);
        var token = await server.SignupLink(factory.Slug);
        clock.Advance(TimeSpan.FromHours(24) + TimeSpan.FromMinutes(1));
        (await Refused.By(() => server.Verify(token))).ShouldSay(StatusCode.InvalidArgument, "LINK_INVALID");
    }

    [Fact]
    public async Task The_plan_is_asked_when_the_address_is_confirmed_and_the_link_goes_on_counting()
    {
        var factory = await Open();
        fixture.Tenancy.MaxUsers[factory.TenantId] = 2;
        var owner = await _server.AsOwner(factory);
        var other = await owner.Create();
        await _server.SignUp(factory.Slug, Customer);
        var token = await _server.SignupLink(factory.Slug);
        (await Refused.By(() => _server.Verify(token))).ShouldSay(StatusCode.PermissionDenied, "PLAN_LIMIT_EXCEEDED");
        await owner.Delete(other.Id);
        await _server.Verify(token);
    }

    [Fact]
    public async Task Of_more_than_five_for_one_address_the_rest_are_not_mailed_and_leave_no_password_behind()
    {
        var factory = await Open();
        for (var i = 0; i < 7; i++) await _server.SignUp(factory.Slug, Customer);
        (await fixture.Sql("select 1 from signups where tenant_id = $1", factory.TenantId)).Count.ShouldBe(5);
        (await fixture.Sql("select 1 from mails where tenant_id = $1", factory.TenantId)).Count.ShouldBe(5);
    }

    [Theory]
    [InlineData("tenant")]
    [InlineData("email")]
    [InlineData("name")]
    [InlineData("password")]
    public async Task Everything_is_needed(string field)
    {
        var request = new SignUpRequest { Tenant = (await Open()).Slug, Email = Customer, Name = "A customer", Password = Person.Password };
        SignUpRequest.Descriptor.FindFieldByName(field).Accessor.Clear(request);
        var refused = await Refused.By(async () => await _server.Signups.SignUpAsync(request));
        (refused.Reason, refused.Field).ShouldBe(("INVALID_INPUT", field));
    }

    private async Task<Factory> Open()
    {
        var factory = await _server.OpenFactory();
        fixture.Tenancy.TakesCustomers[factory.TenantId] = true;
        return factory;
    }

    // A mail without a link, found by the tenant that it names.
    private async Task<string> Told(Guid tenant)
    {
        await Eventually.Is(["SENT"], () => fixture.Sql("select outcome from mails where tenant_id = $1 and end_time is not null", tenant));
        var id = (await fixture.Sql("select id from mails where tenant_id = $1", tenant)).Single();
        return Directory.EnumerateFiles(_server.Outbox.Folder, "* signup *.eml").Select(File.ReadAllText).Single(text => text.Contains(id, StringComparison.Ordinal));
    }
}
