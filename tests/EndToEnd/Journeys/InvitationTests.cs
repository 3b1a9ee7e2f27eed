namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>How people become users who nobody typed a password for: staff who are invited, and customers who sign up.</summary>
public sealed class InvitationTests(WholeSystem system)
{
    private const string Chosen = "a password of my own";

    [Fact]
    public async Task Who_is_invited_chooses_a_password_and_works()
    {
        var factory = await Factory.OpenConfigured(system.Running);
        var invited = (await factory.Admin.Post("/api/v1/invitations", new { email = "guest@people.example", name = "A guest", kind = "STAFF", roles = new[] { "supervisor" } })).Expect(201);
        invited.Location.ShouldBe($"/api/v1/invitations/{invited.Text("id")}");
        var mail = await Mailbox.Of(system.Running).Receive("invitation", factory.Slug);
        var user = (await system.Running.Anybody.Post("/api/v1/invitations/accept", new { token = mail.Token, password = Chosen })).Expect(200);
        (user.Text("name"), user.Text("roles.0")).ShouldBe(("A guest", "supervisor"));
        var guest = await system.Running.Anybody.SignIn(factory.Slug, "guest@people.example", Chosen);
        (await guest.Post("/api/v1/workers", new { code = "W", name = "A worker" })).Expect(201);
        (await system.Running.Anybody.Post("/api/v1/invitations/accept", new { token = mail.Token, password = Chosen })).Expect(400, "LINK_INVALID");
        (await factory.Admin.Get($"/api/v1/invitations/{invited.Text("id")}")).Expect(200).Text("status").ShouldBe("ACCEPTED");
    }

    [Fact]
    public async Task An_invitation_that_is_mailed_again_counts_by_its_newest_link_until_it_is_taken_back()
    {
        var factory = await Factory.Open(system.Running);
        var path = (await factory.Admin.Post("/api/v1/invitations", new { email = "guest@people.example", name = "A guest", kind = "STAFF" })).Expect(201).Location!;
        var older = await Mailbox.Of(system.Running).Receive("invitation", factory.Slug);
        (await factory.Admin.Post(path + ":resend")).Expect(200).Text("status").ShouldBe("PENDING");
        var newer = await Mailbox.Of(system.Running).Receive("invitation", factory.Slug, 2);
        (await Accept(older)).Expect(400, "LINK_INVALID");
        (await factory.Admin.Send(HttpMethod.Delete, path, null)).Expect(204);
        (await Accept(newer)).Expect(400, "LINK_INVALID");

        Task<Reply> Accept(Mailbox.Mail mail) => system.Running.Anybody.Post("/api/v1/invitations/accept", new { token = mail.Token, password = Chosen });
    }

    [Fact]
    public async Task A_plan_that_is_full_takes_nobody_who_was_invited()
    {
        var factory = await Factory.Open(system.Running, limits: new { maxJobSteps = -1, maxArticleAttributes = -1, maxUsers = 1, maxWorkers = -1 });
        (await factory.Admin.Post("/api/v1/invitations", new { email = "guest@people.example", name = "A guest", kind = "STAFF" })).Expect(201);
        var mail = await Mailbox.Of(system.Running).Receive("invitation", factory.Slug);
        (await system.Running.Anybody.Post("/api/v1/invitations/accept", new { token = mail.Token, password = Chosen })).Expect(403, "PLAN_LIMIT_EXCEEDED").Text("code").ShouldBe("PLAN_LIMIT_EXCEEDED");
    }

    [Fact]
    public async Task A_customer_signs_up_confirms_their_address_and_signs_in_for_eight_hours()
    {
        var factory = await Factory.Open(system.Running);
        var body = new { tenant = factory.Slug, email = "customer@people.example", name = "A customer", password = Chosen };
        (await system.Running.Anybody.Post("/api/v1/auth/signup", body)).Expect(403, "SIGNUP_REFUSED");
        (await system.Running.Platform.Put($"/api/v1/tenants/{factory.TenantId}/feature-flags", new { flags = new { customer_signup = true } })).Expect(200);
        (await Eventually.Sees(() => system.Running.Anybody.Post("/api/v1/auth/signup", body), reply => reply.Status != 403)).Expect(202).Body.ShouldBeEmpty();
        (await SignIn()).Expect(401, "SIGN_IN_REFUSED");
        var mail = await Mailbox.Of(system.Running).Receive("signup", factory.Slug);
        (await system.Running.Anybody.Post("/api/v1/auth/signup/verify", new { token = mail.Token })).Expect(200).Text("kind").ShouldBe("CUSTOMER");
        var session = (await SignIn()).Expect(200);
        session.Text("expiresIn").ShouldBe("28800");
        var customer = new Client(system.Running.Http, session.Text("accessToken"));
        (await customer.Get("/api/v1/me")).Expect(200).Text("user.roles.0").ShouldBe("Buyer");
        (await customer.Get("/api/v1/workers")).Expect(403, "CALLER_KIND_REFUSED");

        Task<Reply> SignIn() => system.Running.Anybody.Post("/api/v1/auth/login", new { tenant = factory.Slug, email = "customer@people.example", password = Chosen });
    }
}
