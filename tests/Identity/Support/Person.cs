using FactoryFlow.Identity.V1;
using Grpc.Core;
using static FactoryFlow.Options.V1.Access.Types;

namespace FactoryFlow.Identity.Tests.Support;

/// <summary>Somebody who has signed in, and calls.</summary>
internal sealed record Person(IdentityServer Server, Factory Factory, User User, string Token)
{
    public const string Password = "a password of somebody's";

    public string Id => User.Id;

    /// <summary>Their token, to send with a call.</summary>
    public Metadata Headers => Bearing(Token);

    public static Metadata Bearing(string token, string? key = null)
    {
        var headers = new Metadata { { "authorization", $"Bearer {token}" } };
        if (key is not null) headers.Add("idempotency-key", key);
        return headers;
    }

    /// <summary>Creates somebody.</summary>
    public async Task<User> Create(string? email = null, Kind kind = Kind.Staff, string? password = null, params string[] roles) =>
        await Server.Users.CreateUserAsync(Request(email, kind, password, roles), Headers);

    /// <summary>Creates somebody of staff who signs in; what no role grants is granted to them, for which the role is made.</summary>
    public async Task<Person> Hire(params string[] permissions)
    {
        var role = permissions.Length == 0 ? [] : new[] { (await Role(permissions)).Name };
        return await SignIn(await Create(password: Password, roles: role));
    }

    /// <summary>Creates a role.</summary>
    public async Task<Role> Role(params string[] permissions) =>
        await Server.Roles.CreateRoleAsync(new CreateRoleRequest { Name = $"role {Guid.NewGuid():N}", Permissions = { permissions } }, Headers);

    /// <summary>Somebody with the password of everybody here.</summary>
    public async Task<Person> SignIn(User user)
    {
        var session = await Server.SignIn(Factory.Slug, user.Email, Password);
        return this with { User = session.User, Token = session.AccessToken };
    }

    /// <summary>The same person with what they may do now.</summary>
    public Task<Person> SignInAgain() => SignIn(User);

    public async Task<User> Look(string id) => await Server.Users.GetUserAsync(new GetUserRequest { UserId = id }, Headers);

    public async Task<User> Grant(string id, string[]? grants = null, string[]? denials = null, string etag = "") =>
        await Server.Users.SetUserGrantsAsync(new SetUserGrantsRequest { UserId = id, Grants = { grants ?? [] }, Denials = { denials ?? [] }, Etag = etag }, Headers);

    public async Task<User> Update(string id, Action<UpdateUserRequest> change)
    {
        var request = new UpdateUserRequest { UserId = id };
        change(request);
        return await Server.Users.UpdateUserAsync(request, Headers);
    }

    public async Task Delete(string id, string etag = "") => await Server.Users.DeleteUserAsync(new DeleteUserRequest { UserId = id, Etag = etag }, Headers);

    /// <summary>Makes a key for a program.</summary>
    public async Task<ApiKey> MakeKey(params string[] permissions) =>
        await Server.ApiKeys.CreateApiKeyAsync(new CreateApiKeyRequest { Name = "A program", Permissions = { permissions } }, Headers);

    /// <summary>The program that calls with a key, once it was exchanged.</summary>
    public async Task<Person> Program(string key) => this with { Token = (await Server.Exchange(key)).AccessToken };

    public static CreateUserRequest Request(string? email, Kind kind = Kind.Staff, string? password = null, params string[] roles) => new()
    {
        Email = email ?? $"{Guid.NewGuid():N}@factory.example",
        Name = "Somebody",
        Password = password ?? "",
        Kind = kind,
        VendorId = kind is Kind.Vendor ? Guid.NewGuid().ToString() : "",
        Roles = { roles },
    };
}
