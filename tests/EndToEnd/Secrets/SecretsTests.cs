using System.Buffers.Text;
using System.Text;
using Dapper;
using FactoryFlow.EndToEnd.Tests.Api;
using Npgsql;

namespace FactoryFlow.EndToEnd.Tests.Secrets;

/// <summary>
/// Nothing that opens a door is kept where it can be read: not in a log of any part, not in any row of any database. Every
/// secret of the journeys is marked or caught, those of calls that fail among them, and looked for in what is left of them.
/// </summary>
public sealed class SecretsTests(WholeSystem system)
{
    private readonly Dictionary<string, string> _secrets = [];

    private RunningSystem Running => system.Running;

    [Fact]
    public async Task Nothing_that_opens_a_door_is_kept_where_it_can_be_read()
    {
        var factory = await Journeys();
        KnowTheSystemsOwn();
        await Eventually.Sees(() => Running.Anybody.Get("/health/ready"), ready => ready.Status == 200);

        (await Found(Logs())).ShouldBeEmpty();
        foreach (var service in Running.Services) (await Found(Rows(service))).ShouldBeEmpty(service);
        _secrets.Count.ShouldBeGreaterThan(15);
        factory.Slug.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task What_is_looked_for_would_be_found()
    {
        // The tenant's slug is no secret, and stands in logs or rows wherever a secret could.
        var factory = await Factory.Open(Running);
        _secrets["slug"] = factory.Slug;
        (await Found(Rows("identity"))).ShouldContain(found => found.StartsWith("slug in tenants", StringComparison.Ordinal));
        _secrets["a line of the log"] = "Now listening on";
        (await Found(Logs())).ShouldNotBeEmpty();
    }

    private async Task<Factory> Journeys()
    {
        var factory = await Factory.Open(Running);
        var (slug, owner) = (factory.Slug, Factory.EmailOf(factory.Slug));
        const string Auth = "/api/v1/auth";
        var login = Caught("sign-in", (await Anybody($"{Auth}/login", new { tenant = slug, email = owner, password = Factory.Password })).Expect(200));
        (await Anybody($"{Auth}/login", new { tenant = slug, email = owner, password = Marked("wrong password") })).Expect(401);
        (await Anybody($"{Auth}/login", new { tenant = slug, email = owner, password = Marked("password of a wrong type"), surplus = Marked("password in an unknown field") })).Expect(400);
        (await Running.Anybody.Send(HttpMethod.Post, $"{Auth}/login", $$"""{"tenant":"{{slug}}","password":"{{Marked("password in broken JSON")}}" """, Client.NoKey)).Expect(400);
        (await Running.Anybody.Get($"/api/v1/me?accessToken={Marked("token in a query")}")).Status.ShouldBeGreaterThan(399);
        (await new Client(Running.Http, Marked("forged token")).Get("/api/v1/me")).Expect(401);

        var refreshed = Caught("refresh", (await Anybody($"{Auth}/refresh", new { refreshToken = login.Text("refreshToken") })).Expect(200));
        Caught("repeated refresh", (await Anybody($"{Auth}/refresh", new { refreshToken = login.Text("refreshToken") })).Expect(200));
        (await Anybody($"{Auth}/refresh", new { refreshToken = Marked("refresh token that nobody has") })).Expect(401, "SESSION_ENDED");
        (await Anybody($"{Auth}/logout", new { refreshToken = refreshed.Text("refreshToken") })).Expect(204);

        (await Anybody($"{Auth}/magic-link", new { tenant = slug, email = owner })).Expect(202);
        var link = Kept("magic link", (await Mailbox.Of(Running).Receive("magic-link", slug)).Token);
        Caught("magic link", (await Anybody($"{Auth}/magic-link/verify", new { token = link })).Expect(200));
        (await Anybody($"{Auth}/password-reset", new { tenant = slug, email = owner })).Expect(202);
        var reset = Kept("reset link", (await Mailbox.Of(Running).Receive("password-reset", slug)).Token);
        var chosen = Marked("password that was chosen");
        (await Anybody($"{Auth}/password-reset/confirm", new { token = reset, newPassword = chosen })).Expect(204);

        var admin = new Client(Running.Http, Caught("second sign-in", (await Anybody($"{Auth}/login", new { tenant = slug, email = owner, password = chosen })).Expect(200)).Text("accessToken"));
        (await admin.Post("/api/v1/users", new { email = "a@people.example", name = "A", password = Marked("password of a new user"), kind = "STAFF", roles = new[] { "worker" } })).Expect(201);
        (await admin.Post("/api/v1/users", new { email = "a@people.example", name = "A", password = Marked("password of a user who is refused"), kind = "STAFF", roles = new[] { "worker" } })).Expect(409);
        (await admin.Post("/api/v1/me/password", new { currentPassword = chosen, newPassword = Marked("password that was changed") })).Expect(204);
        var key = Kept("API key", (await admin.Post("/api/v1/api-keys", new { name = "A program", permissions = new[] { "jobs:read:all" } })).Expect(201).Text("apiKey"));
        Kept("secret of an API key", key.Split('_', 3)[2]);
        (await new Client(Running.Http, key).Get("/api/v1/jobs")).Expect(200);
        (await new Client(Running.Http, Kept("mistyped API key", key + "x")).Get("/api/v1/jobs")).Expect(401, "API_KEY_REFUSED");
        var hook = (await admin.Post("/api/v1/webhooks", new { url = await Hooks.Answering(), events = new[] { "user.*" } })).Expect(201);
        Kept("secret of a webhook", hook.Text("secret")["whsec_".Length..]);
        Kept("second secret of a webhook", (await admin.Post($"/api/v1/webhooks/{hook.Text("id")}:rotateSecret")).Expect(200).Text("secret")["whsec_".Length..]);
        (await admin.Post("/api/v1/invitations", new { email = "guest@people.example", name = "A guest", kind = "STAFF" })).Expect(201);
        var invitation = Kept("invitation", (await Mailbox.Of(Running).Receive("invitation", slug)).Token);
        (await Anybody("/api/v1/invitations/accept", new { token = invitation, password = Marked("password of a guest") })).Expect(200);
        (await Running.Platform.Put($"/api/v1/tenants/{factory.TenantId}/feature-flags", new { flags = new { customer_signup = true } })).Expect(200);
        var signup = new { tenant = slug, email = "customer@people.example", name = "A customer", password = Marked("password of a customer") };
        await Eventually.Sees(() => Anybody($"{Auth}/signup", signup), reply => reply.Status == 202);
        Kept("signup", (await Mailbox.Of(Running).Receive("signup", slug)).Token);
        var tenant = Factory.NewSlug();
        (await Running.Platform.Post("/api/v1/tenants", new { name = tenant, slug = tenant, plan = slug, currency = "EUR", admin = new { email = Factory.EmailOf(tenant), password = Marked("password of an owner"), name = "O" } })).Expect(201);
        return factory;
    }

    private void KnowTheSystemsOwn()
    {
        Kept("administrator's password", Running.Handle.AdministratorPassword);
        foreach (var key in new[] { "key-encryption-key", "webhook-encryption-key" }) Kept(key, File.ReadAllText(Path.Combine(Running.Handle.DataFolder, "secrets", key)).Trim());
        foreach (var service in Running.Services)
        {
            Kept($"password of {service}'s role", new NpgsqlConnectionStringBuilder(Running.Handle.Database(service).AppConnectionString).Password!);
            Kept($"password of {service}'s owner", new NpgsqlConnectionStringBuilder(Running.Handle.Database(service).OwnerConnectionString).Password!);
        }

        Kept("broker's password", Uri.UnescapeDataString(new Uri(Running.Handle.ConnectionString("rabbitmq")).UserInfo.Split(':')[^1]));
    }

    private Task<Reply> Anybody(string path, object body) => Running.Anybody.Post(path, body, Client.NoKey);

    private string Marked(string name) => Kept(name, $"s3cret{Guid.NewGuid():N}");

    private string Kept(string name, string secret)
    {
        secret.Length.ShouldBeGreaterThan(7, name);
        return _secrets[name] = secret;
    }

    private Reply Caught(string name, Reply session)
    {
        Kept($"refresh token of {name}", session.Text("refreshToken"));
        // Whoever has the signature has the token: the rest says what everybody knows.
        Kept($"access token of {name}", session.Text("accessToken").Split('.')[2]);
        return session;
    }

    // As text, and as the bytes of a column that holds bytes: as they are, and as whoever stored base64 would have them.
    private async Task<List<string>> Found(IAsyncEnumerable<(string Place, string Text)> places)
    {
        var found = new List<string>();
        await foreach (var (place, text) in places)
            foreach (var (name, secret) in _secrets)
                if (text.Contains(secret, StringComparison.Ordinal) || text.Contains(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(secret)), StringComparison.Ordinal)
                    || text.Contains(Base64Url.EncodeToString(Encoding.UTF8.GetBytes(secret)), StringComparison.Ordinal))
                    found.Add($"{name} in {place}");
        return found;
    }

    private async IAsyncEnumerable<(string, string)> Logs()
    {
        await Task.CompletedTask;
        foreach (var part in Running.Handle.Resources)
            foreach (var line in Running.Handle.Log(part))
                yield return ($"{part}'s log, line {line.Number}", line.Text);
    }

    private async IAsyncEnumerable<(string, string)> Rows(string service)
    {
        await using var connection = await Running.OpenAsAdministrator(service);
        var tables = (await connection.QueryAsync<string>("select table_name::text from information_schema.tables where table_schema = 'public' order by 1")).ToList();
        foreach (var table in tables)
            foreach (var row in await connection.QueryAsync<string>($"select t::text from \"{table}\" t"))
                yield return ($"{table} of {service}", row);
    }
}
