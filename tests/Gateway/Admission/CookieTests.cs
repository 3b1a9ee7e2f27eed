using System.Net;
using System.Text.Json.Nodes;

namespace FactoryFlow.Gateway.Tests.Admission;

public sealed class CookieTests(WithDoor door) : IClassFixture<WithDoor>
{
    private static readonly (string, string) InCookies = ("X-Session-Mode", "cookie");

    private readonly RunningGateway _gateway = door.Gateway;
    private readonly Authorities _authorities = door.Authorities;

    [Fact]
    public async Task A_session_goes_into_cookies_and_out_of_the_body()
    {
        var answer = await Begin("STAFF", _authorities.Token(null));
        answer.Body.ShouldNotContain(answer.Token);
        (answer.Json["accessToken"]!.ToString(), answer.Json["refreshToken"]!.ToString(), answer.Json["user"]!["name"]!.ToString()).ShouldBe(("", "", "Somebody"));
        answer.Cookies["auth_token"].ShouldBe($"auth_token={answer.Token}; max-age=604800; path=/; samesite=lax; httponly");
        answer.Cookies["session_token"].ShouldBe("session_token=refresh-1; max-age=604800; path=/api/v1/auth; samesite=lax; httponly");
        answer.Cookies["csrf_token"].ShouldEndWith("; max-age=604800; path=/; samesite=lax");
    }

    [Fact]
    public async Task A_customers_session_has_names_and_a_lifetime_of_its_own()
    {
        var answer = await Begin("CUSTOMER", _authorities.Token(null));
        answer.Cookies.Keys.ShouldBe(["customer_auth_token", "customer_session_token", "customer_csrf_token"], ignoreOrder: true);
        answer.Cookies.Values.ShouldAllBe(cookie => cookie.Contains("max-age=2592000"));
    }

    [Fact]
    public async Task Beyond_this_machine_cookies_travel_over_tls_alone()
    {
        var answer = await Begin("STAFF", _authorities.Token(null), ("Host", "api.factory.example"));
        answer.Cookies.Values.ShouldAllBe(cookie => cookie.Contains("; secure"));
    }

    [Fact]
    public async Task Without_the_header_the_tokens_are_in_the_body_and_nothing_in_cookies()
    {
        var token = _authorities.Token(null);
        var answer = await _gateway.Post("/api/v1/auth/trial", Session("STAFF", token));
        (answer.Json["accessToken"]!.ToString(), answer.Headers.ContainsKey("Set-Cookie")).ShouldBe((token, false));
    }

    [Fact]
    public async Task A_read_needs_no_more_than_the_cookie()
    {
        var session = await Begin("STAFF", _authorities.Token(null));
        var answer = await _gateway.Get("/trial/private", session.Sent());
        answer.Json["headers"]!["authorization"]!.ToString().ShouldBe("Bearer " + session.Token);
        answer.Json["headers"]!.AsObject().ContainsKey("cookie").ShouldBeFalse();
    }

    [Fact]
    public async Task A_change_needs_the_csrf_token_of_that_very_session()
    {
        var (mine, other) = (await Begin("STAFF", _authorities.Token(null)), await Begin("STAFF", _authorities.Token(null)));
        (await Change(mine.Sent())).Problem.ShouldBe("403 CSRF_TOKEN_INVALID");
        (await Change(mine.Sent(), ("X-CSRF-Token", ""))).Problem.ShouldBe("403 CSRF_TOKEN_INVALID");
        (await Change(mine.Sent(), ("X-CSRF-Token", other.Csrf))).Problem.ShouldBe("403 CSRF_TOKEN_INVALID");
        // Whoever can write cookies for the site, from a neighbouring one, gains nothing: the value follows from the session.
        (await Change(("Cookie", $"auth_token={mine.Token}; csrf_token={other.Csrf}"), ("X-CSRF-Token", other.Csrf))).Problem.ShouldBe("403 CSRF_TOKEN_INVALID");
        (await Change(mine.Sent(), ("X-CSRF-Token", mine.Csrf))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_that_does_not_count_is_told_before_the_csrf_token_that_is_missing()
    {
        var session = await Begin("STAFF", _authorities.Token(null, c => c["exp"] = DateTimeOffset.UtcNow.AddMinutes(-1).ToUnixTimeSeconds()));
        (await Change(session.Sent())).Problem.ShouldBe("401 TOKEN_EXPIRED");
    }

    [Fact]
    public async Task With_a_bearer_token_cookies_are_not_looked_at()
    {
        var session = await Begin("STAFF", _authorities.Token(null));
        var token = _authorities.Token(null);
        var answer = await Change(session.Sent(), ("Authorization", "Bearer " + token));
        answer.Json["headers"]!["authorization"]!.ToString().ShouldBe("Bearer " + token);
        (await _gateway.Get("/trial/private", session.Sent(), ("Authorization", "Bearer broken"))).Problem.ShouldBe("401 TOKEN_INVALID");
    }

    [Fact]
    public async Task Of_two_sessions_the_csrf_token_says_which_is_meant_and_staffs_comes_first()
    {
        var (staff, customer) = (await Begin("STAFF", _authorities.Token(null)), await Begin("CUSTOMER", _authorities.Token(null)));
        var both = ("Cookie", $"{staff.Sent().Item2}; {customer.Sent().Item2}");
        (await _gateway.Get("/trial/private", both)).Json["headers"]!["authorization"]!.ToString().ShouldBe("Bearer " + staff.Token);
        (await Change(both, ("X-CSRF-Token", customer.Csrf))).Json["headers"]!["authorization"]!.ToString().ShouldBe("Bearer " + customer.Token);
        (await Change(both, ("X-CSRF-Token", staff.Csrf))).Json["headers"]!["authorization"]!.ToString().ShouldBe("Bearer " + staff.Token);
    }

    [Fact]
    public async Task A_refresh_takes_its_token_from_the_cookie_and_puts_the_new_ones_there()
    {
        var session = await Begin("STAFF", _authorities.Token(null));
        var answer = await Refresh(session.Sent(), ("X-CSRF-Token", session.Csrf));
        var cookies = Cookies.Of(answer);
        (cookies["auth_token"].Split(';')[0], cookies["session_token"].Split(';')[0]).ShouldBe(("auth_token=renewed%20by%20refresh-1", "session_token=refresh-1%2B"));
        answer.Body.ShouldNotContain("refresh-1");
    }

    [Fact]
    public async Task A_refresh_by_cookie_needs_the_csrf_token_and_one_with_its_token_in_the_body_does_not()
    {
        var session = await Begin("STAFF", _authorities.Token(null));
        (await Refresh(session.Sent())).Problem.ShouldBe("403 CSRF_TOKEN_INVALID");
        var answer = await _gateway.Post("/api/v1/auth/trial/refresh", """{"refreshToken": "mine"}""", session.Sent(), InCookies);
        Cookies.Of(answer)["session_token"].ShouldStartWith("session_token=mine%2B;");
    }

    [Fact]
    public async Task A_refresh_without_a_session_is_refused_as_one_that_ended() => (await Refresh()).Status.ShouldBe(HttpStatusCode.Unauthorized);

    [Fact]
    public async Task A_session_that_is_over_is_taken_out_of_the_cookies()
    {
        var session = await Begin("STAFF", _authorities.Token(null), refreshToken: "none");
        var cookies = Cookies.Of(await Refresh(session.Sent(), ("X-CSRF-Token", session.Csrf)));
        cookies.Values.ShouldAllBe(cookie => cookie.Contains("expires=Thu, 01 Jan 1970"));
        cookies.Keys.ShouldBe(["auth_token", "session_token", "csrf_token"], ignoreOrder: true);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_of_the_cookie_and_empties_it()
    {
        var session = await Begin("CUSTOMER", _authorities.Token(null));
        var answer = await _gateway.Post("/api/v1/auth/trial/logout", null, session.Sent(), InCookies, ("X-CSRF-Token", session.Csrf));
        (answer.Status, answer.Headers["idempotency-replayed"]).ShouldBe((HttpStatusCode.NoContent, "true"));
        Cookies.Of(answer).Keys.ShouldBe(["customer_auth_token", "customer_session_token", "customer_csrf_token"], ignoreOrder: true);
        (await _gateway.Post("/api/v1/auth/trial/logout", null, InCookies)).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_token_that_is_longer_than_browsers_take_is_cut_into_several_cookies()
    {
        var token = _authorities.Token(null, c => c["perms"] = new JsonArray([.. Enumerable.Range(0, 180).Select(i => JsonValue.Create($"resource-{i}:read:all"))]));
        var session = await Begin("STAFF", token);
        session.Cookies.Values.ShouldAllBe(cookie => cookie.Length <= 4096);
        session.Cookies.Count.ShouldBeGreaterThan(3);
        (await _gateway.Get("/trial/private", session.Sent())).Json["headers"]!["authorization"]!.ToString().ShouldBe("Bearer " + token);
    }

    [Fact]
    public async Task A_cookie_that_claims_to_be_in_two_thousand_million_pieces_costs_nothing()
    {
        var claim = ("Cookie", "auth_token=chunks-2000000000; auth_tokenC1=x");
        var before = GC.GetTotalAllocatedBytes();
        (await _gateway.Get("/trial/private", claim)).Problem.ShouldBe("401 TOKEN_INVALID");
        (await _gateway.Post("/api/v1/auth/trial/logout", null, claim, InCookies)).Problem.ShouldBe("403 CSRF_TOKEN_INVALID");
        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(100 << 20);
    }

    private Task<Answer> Change(params (string, string)[] headers) => _gateway.Post("/trial/private", null, headers);

    private Task<Answer> Refresh(params (string, string)[] headers) => _gateway.Post("/api/v1/auth/trial/refresh", null, [.. headers, InCookies]);

    private Task<Began> Begin(string kind, string token, params (string, string)[] headers) => Begin(kind, token, "refresh-1", headers);

    private async Task<Began> Begin(string kind, string token, string refreshToken, params (string, string)[] headers)
    {
        var answer = await _gateway.Post("/api/v1/auth/trial", Session(kind, token, refreshToken), [.. headers, InCookies]);
        return new Began(token, answer.Body, answer.Json, Cookies.Of(answer));
    }

    private static string Session(string kind, string token, string refreshToken = "refresh-1") => new JsonObject
    {
        ["accessToken"] = token, ["refreshToken"] = refreshToken, ["expiresIn"] = 900, ["tokenType"] = "Bearer",
        ["user"] = new JsonObject { ["kind"] = kind, ["name"] = "Somebody" },
    }.ToJsonString();

    private sealed record Began(string Token, string Body, JsonNode Json, Dictionary<string, string> Cookies)
    {
        public string Csrf => Cookies.Single(cookie => cookie.Key.EndsWith("csrf_token", StringComparison.Ordinal)).Value.Split(';')[0].Split('=', 2)[1];

        /// <summary>The cookies as a browser sends them.</summary>
        public (string, string) Sent() => ("Cookie", string.Join("; ", Cookies.Values.Select(cookie => cookie.Split(';')[0])));
    }
}

/// <summary>The cookies that an answer sets, by name.</summary>
internal static class Cookies
{
    public static Dictionary<string, string> Of(Answer answer) => answer.SetCookies.ToDictionary(cookie => cookie.Split('=')[0]);
}
