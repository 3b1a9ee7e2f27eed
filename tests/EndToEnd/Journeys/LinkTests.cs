namespace FactoryFlow.EndToEnd.Tests.Journeys;

/// <summary>What a mailed link does, from the mail in the outbox to the session at the gateway.</summary>
public sealed class LinkTests(WholeSystem system)
{
    private const string Chosen = "a password that is new";

    [Fact]
    public async Task Who_forgot_the_password_chooses_a_new_one()
    {
        var factory = await Factory.Open(system.Running);
        (await system.Running.Anybody.Post("/api/v1/auth/password-reset", new { tenant = factory.Slug, email = Factory.EmailOf(factory.Slug) })).Expect(202).Body.ShouldBeEmpty();
        var mail = await Mailbox.Of(system.Running).Receive("password-reset", factory.Slug);
        mail.Link.ShouldStartWith($"http://localhost:{system.Running.Handle.GatewayAddress.Port}/password-reset?tenant={factory.Slug}#token=");
        (await system.Running.Anybody.Post("/api/v1/auth/password-reset/confirm", new { token = mail.Token, newPassword = Chosen })).Expect(204);
        await system.Running.Anybody.SignIn(factory.Slug, Factory.EmailOf(factory.Slug), Chosen);
        (await system.Running.Anybody.Post("/api/v1/auth/password-reset/confirm", new { token = mail.Token, newPassword = Chosen })).Expect(400, "LINK_INVALID");
    }

    [Fact]
    public async Task Who_has_a_link_signs_in_without_a_password()
    {
        var factory = await Factory.Open(system.Running);
        (await system.Running.Anybody.Post("/api/v1/auth/magic-link", new { tenant = factory.Slug, email = Factory.EmailOf(factory.Slug) })).Expect(202);
        var mail = await Mailbox.Of(system.Running).Receive("magic-link", factory.Slug);
        var session = (await system.Running.Anybody.Post("/api/v1/auth/magic-link/verify", new { token = mail.Token })).Expect(200);
        (await new Client(system.Running.Http, session.Text("accessToken")).Get("/api/v1/workers")).Expect(200);
    }

    [Fact]
    public async Task Nobody_is_answered_as_somebody()
    {
        var factory = await Factory.Open(system.Running);
        foreach (var path in new[] { "/api/v1/auth/password-reset", "/api/v1/auth/magic-link" })
        {
            var known = (await system.Running.Anybody.Post(path, new { tenant = factory.Slug, email = Factory.EmailOf(factory.Slug) })).Expect(202);
            (await system.Running.Anybody.Post(path, new { tenant = factory.Slug, email = "nobody@factory.example" })).Expect(202).Body.ShouldBe(known.Body);
            (await system.Running.Anybody.Post(path, new { tenant = Factory.NewSlug(), email = "nobody@factory.example" })).Expect(202).Body.ShouldBe(known.Body);
        }
    }
}
