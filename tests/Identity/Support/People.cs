using FactoryFlow.Events.Tenancy;
using FactoryFlow.Identity.Owners;
using FactoryFlow.Identity.V1;
using Grpc.Core;
using static FactoryFlow.Options.V1.Access.Types;

namespace FactoryFlow.Identity.Tests.Support;

/// <summary>A tenant of a test's own, with its owner.</summary>
internal sealed record Factory(Guid TenantId, string Slug, string Email, string Password, Guid OwnerId);

/// <summary>What tests do with an identity service, in a word each.</summary>
internal static class People
{
    public static async Task<Session> SignIn(this IdentityServer server, string tenant, string email, string password) =>
        await server.Sessions.SignInAsync(new SignInRequest { Tenant = tenant, Email = email, Password = password });

    public static Task<Session> SignIn(this IdentityServer server, Factory factory, string? password = null) =>
        server.SignIn(factory.Slug, factory.Email, password ?? factory.Password);

    public static Task<Session> SignInAdmin(this IdentityServer server) => server.SignIn("", IdentityServer.AdminEmail, IdentityServer.AdminPassword);

    public static async Task<Session> Refresh(this IdentityServer server, string token) =>
        await server.Sessions.RefreshSessionAsync(new RefreshSessionRequest { RefreshToken = token });

    public static async Task SignOut(this IdentityServer server, string token) => await server.Sessions.SignOutAsync(new SignOutRequest { RefreshToken = token });

    public static async Task RequestMagicLink(this IdentityServer server, string tenant, string email, Metadata? headers = null) =>
        await server.Sessions.RequestMagicLinkAsync(new RequestMagicLinkRequest { Tenant = tenant, Email = email }, headers);

    public static async Task<Session> VerifyMagicLink(this IdentityServer server, string token) =>
        await server.Sessions.VerifyMagicLinkAsync(new VerifyMagicLinkRequest { Token = token });

    public static async Task RequestReset(this IdentityServer server, string tenant, string email) =>
        await server.Passwords.RequestPasswordResetAsync(new RequestPasswordResetRequest { Tenant = tenant, Email = email });

    public static async Task ConfirmReset(this IdentityServer server, string token, string password) =>
        await server.Passwords.ConfirmPasswordResetAsync(new ConfirmPasswordResetRequest { Token = token, NewPassword = password });

    /// <summary>A link that was asked for and mailed: its token.</summary>
    public static async Task<string> MagicLink(this IdentityServer server, Factory factory, int number = 1)
    {
        await server.RequestMagicLink(factory.Slug, factory.Email);
        return (await server.Outbox.Receive("magic-link", factory.Slug, number)).Token;
    }

    /// <summary>A link to a new password that was asked for and mailed: its token.</summary>
    public static async Task<string> ResetLink(this IdentityServer server, Factory factory, int number = 1)
    {
        await server.RequestReset(factory.Slug, factory.Email);
        return (await server.Outbox.Receive("password-reset", factory.Slug, number)).Token;
    }

    /// <summary>Invites somebody.</summary>
    public static async Task<Invitation> Invite(this Person inviter, string email = "guest@people.example", params string[] roles) =>
        await inviter.Server.Invitations.CreateInvitationAsync(new CreateInvitationRequest { Email = email, Name = "A guest", Kind = Kind.Staff, Roles = { roles } }, inviter.Headers);

    /// <summary>The token of an invitation that was mailed.</summary>
    public static async Task<string> InvitationLink(this Person inviter, int number = 1) => (await inviter.Server.Outbox.Receive("invitation", inviter.Factory.Slug, number)).Token;

    public static async Task<User> Accept(this IdentityServer server, string token, string password = Person.Password) =>
        await server.Invitations.AcceptInvitationAsync(new AcceptInvitationRequest { Token = token, Password = password });

    public static async Task SignUp(this IdentityServer server, string tenant, string email, string password = Person.Password) =>
        await server.Signups.SignUpAsync(new SignUpRequest { Tenant = tenant, Email = email, Name = "A customer", Password = password });

    /// <summary>The token of a link that confirms a customer's address, once it was mailed.</summary>
    public static async Task<string> SignupLink(this IdentityServer server, string slug, int number = 1) => (await server.Outbox.Receive("signup", slug, number)).Token;

    public static async Task<User> Verify(this IdentityServer server, string token) => await server.Signups.VerifySignupAsync(new VerifySignupRequest { Token = token });

    public static async Task<ExchangeApiKeyResponse> Exchange(this IdentityServer server, string key) =>
        await server.ApiKeys.ExchangeApiKeyAsync(new ExchangeApiKeyRequest { ApiKey = key });

    /// <summary>The key that a token names.</summary>
    public static string KeyId(this Session session) =>
        System.Text.Json.JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(session.AccessToken.Split('.')[0])).RootElement.GetProperty("kid").GetString()!;

    /// <summary>What a call sends along that is made with a token.</summary>
    public static Metadata Bearer(this Session session, string? key = null)
    {
        var headers = new Metadata { { "authorization", $"Bearer {session.AccessToken}" } };
        if (key is not null) headers.Add("idempotency-key", key);
        return headers;
    }

    public static PrepareOwnerRequest Owner(Guid tenant, string slug, string email = "owner@factory.example") =>
        new() { TenantId = tenant.ToString(), TenantSlug = slug, Email = email, Password = "a password of the owner", Name = "Owner" };

    public static async Task Prepare(this IdentityServer server, PrepareOwnerRequest owner, string? accessToken = null)
    {
        var token = accessToken ?? await server.AdminToken;
        await server.Owners.PrepareOwnerAsync(owner, new Metadata { { "authorization", $"Bearer {token}" } });
    }

    /// <summary>Has the prepared owner made, as tenancy asks for it.</summary>
    public static Task Request(this IdentityServer server, PrepareOwnerRequest owner) =>
        server.Handle<OwnerRequested, CreateOnOwnerRequested>(Requested(owner));

    public static OwnerRequested Requested(PrepareOwnerRequest owner) =>
        new() { EventId = Guid.CreateVersion7(), TenantId = Guid.Parse(owner.TenantId), OccurredAt = DateTimeOffset.UnixEpoch, Slug = owner.TenantSlug };

    public static async Task<Factory> OpenFactory(this IdentityServer server)
    {
        var tenant = Guid.CreateVersion7();
        var owner = Owner(tenant, NewSlug());
        await server.Prepare(owner);
        await server.Request(owner);
        var user = await server.Db.As(tenant, tx => tx.One<Guid>($"select id from users where tenant_id = {tx.TenantId}"), Limit.Soon());
        return new Factory(tenant, owner.TenantSlug, owner.Email, owner.Password, user);
    }

    /// <summary>A tenant of a test's own, and its owner signed in.</summary>
    public static async Task<Person> OpenAsOwner(this IdentityServer server) => await server.AsOwner(await server.OpenFactory());

    /// <summary>The owner of a tenant, signed in.</summary>
    public static async Task<Person> AsOwner(this IdentityServer server, Factory factory)
    {
        var session = await server.SignIn(factory);
        return new Person(server, factory, session.User, session.AccessToken);
    }

    public static string NewSlug() => "f" + Guid.NewGuid().ToString("N");
}
