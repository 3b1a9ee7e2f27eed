using FactoryFlow.Identity.V1;
using Grpc.Core;

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

    public static CreateOwnerRequest Request(Guid tenant, string slug, string email = "owner@factory.example") =>
        new() { TenantId = tenant.ToString(), TenantSlug = slug, Email = email, Password = "a password of the owner", Name = "Owner" };

    public static async Task<Guid> CreateOwner(this IdentityServer server, CreateOwnerRequest request, string? accessToken = null)
    {
        var token = accessToken ?? await server.AdminToken;
        var answer = await server.Owners.CreateOwnerAsync(request, new Metadata { { "authorization", $"Bearer {token}" } });
        return Guid.Parse(answer.UserId);
    }

    public static async Task<Factory> OpenFactory(this IdentityServer server)
    {
        var tenant = Guid.CreateVersion7();
        var request = Request(tenant, NewSlug());
        return new Factory(tenant, request.TenantSlug, request.Email, request.Password, await server.CreateOwner(request));
    }

    public static string NewSlug() => "f" + Guid.NewGuid().ToString("N");
}
