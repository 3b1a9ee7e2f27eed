using FactoryFlow.Tenancy.V1;

namespace FactoryFlow.Gateway.Tests.Admission;

public sealed class ApiKeyTests
{
    [Fact]
    public async Task A_key_is_exchanged_once_and_the_service_sees_only_the_token()
    {
        await using var door = await Door.Open();
        var (key, token) = door.NewKey();
        var answer = await door.Gateway.Get("/trial/private", ("Authorization", "Bearer " + key));
        answer.Json["headers"]!["authorization"]!.ToString().ShouldBe("Bearer " + token);
        (await door.Gateway.Private(key), await door.Gateway.PrivateOverGrpc(key)).ShouldBe(("", ""));
        door.Authorities.Exchanges.ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_comes_at_the_same_time_waits_for_the_same_exchange()
    {
        await using var door = await Door.Open();
        var (key, _) = door.NewKey();
        (await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => door.Gateway.Private(key)))).ShouldAllBe(reason => reason == "");
        door.Authorities.Exchanges.ShouldBe(1);
    }

    [Theory]
    [InlineData("ffk_nobody_knows")]
    [InlineData("ffk_")]
    [InlineData("FFK_other")]
    public async Task A_key_that_nobody_has_is_refused_and_not_asked_about_again(string key)
    {
        await using var door = await Door.Open();
        (await door.Gateway.Private(key), await door.Gateway.PrivateOverGrpc(key)).ShouldBe(("401 API_KEY_REFUSED", "Unauthenticated API_KEY_REFUSED"));
        door.Authorities.Exchanges.ShouldBe(1);
    }

    [Fact]
    public async Task A_key_that_is_longer_than_any_is_not_asked_about()
    {
        await using var door = await Door.Open();
        (await door.Gateway.Private("ffk_" + new string('x', 300))).ShouldBe("401 API_KEY_REFUSED");
        door.Authorities.Exchanges.ShouldBe(0);
    }

    [Fact]
    public async Task A_keys_calls_are_cut_off_and_limited_like_a_persons()
    {
        await using var door = await Door.Open();
        var tenant = door.Authorities.Tell(perMinute: 1);
        var (key, _) = door.NewKey(tenant);
        await door.Gateway.Learns();
        (await door.Gateway.Private(key), await door.Gateway.Private(key)).ShouldBe(("", "429 RATE_LIMITED"));
        door.Authorities.Tell(tenant, Tenant.Types.Status.Suspended);
        await door.Gateway.Learns();
        (await door.Gateway.Private(key)).ShouldBe("403 TENANT_SUSPENDED");
    }

    [Fact]
    public async Task A_key_that_is_revoked_as_a_session_is_cut_off_at_once()
    {
        await using var door = await Door.Open();
        var id = Guid.NewGuid();
        var key = "ffk_abc_" + Guid.NewGuid().ToString("N");
        door.Authorities.TokensOfKeys[key] = door.Authorities.Token(null, c => c["sid"] = id.ToString());
        (await door.Gateway.Private(key)).ShouldBe("");
        door.Authorities.EndSession(id);
        await door.Gateway.Learns();
        (await door.Gateway.Private(key)).ShouldBe("401 SESSION_ENDED");
    }

    [Fact]
    public async Task While_identity_is_away_a_new_key_cannot_be_verified_and_a_known_one_goes_on()
    {
        await using var door = await Door.Open();
        var ((known, _), (fresh, _)) = (door.NewKey(), door.NewKey());
        (await door.Gateway.Private(known)).ShouldBe("");
        door.Authorities.IsIdentityThere = false;
        (await door.Gateway.Private(fresh), await door.Gateway.Private(known)).ShouldBe(("503 UNAVAILABLE", ""));
        door.Authorities.IsIdentityThere = true;
        (await door.Gateway.Private(fresh)).ShouldBe("");
    }

    [Fact]
    public async Task Guessing_keys_is_limited_by_address()
    {
        await using var door = await Door.Open(("Gateway:AnonymousRequestsPerMinute", "3"));
        for (var i = 0; i < 5; i++) await door.Gateway.Private($"ffk_guess_{i}");
        (await door.Gateway.Private("ffk_guess_6")).ShouldBe("429 RATE_LIMITED");
        door.Authorities.Exchanges.ShouldBe(3);
    }

    [Fact]
    public async Task Calls_whose_key_is_refused_are_counted_each_time_like_those_with_a_bad_token()
    {
        await using var door = await Door.Open(("Gateway:AnonymousRequestsPerMinute", "4"));
        var left = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            var answer = await door.Gateway.Get("/trial/private", ("Authorization", "Bearer ffk_nobody_knows"));
            answer.Problem.ShouldBe("401 API_KEY_REFUSED");
            left.Add(answer.Headers["RateLimit-Remaining"]);
        }

        left.ShouldBe(["3", "2", "1", "0"]);
        (await door.Gateway.Private("ffk_nobody_knows"), await door.Gateway.Private(null)).ShouldBe(("429 RATE_LIMITED", "429 RATE_LIMITED"));
        door.Authorities.Exchanges.ShouldBe(1);
    }

    [Fact]
    public async Task A_good_key_takes_nothing_from_what_its_address_may_call_without_one_and_is_let_in_when_that_is_used_up()
    {
        await using var door = await Door.Open(("Gateway:AnonymousRequestsPerMinute", "3"));
        foreach (var _ in new[] { 1, 2 })
        {
            var answer = await door.Gateway.Get("/trial/private", ("Authorization", "Bearer " + door.NewKey().Key));
            ((int)answer.Status, answer.Headers.Keys.Any(name => name.StartsWith("RateLimit", StringComparison.OrdinalIgnoreCase))).ShouldBe((200, false));
        }

        (await door.Gateway.Get("/trial/headers")).Headers["RateLimit-Remaining"].ShouldBe("2");
        foreach (var _ in new[] { 1, 2 }) await door.Gateway.Private(null);
        (await door.Gateway.Private(null)).ShouldBe("429 RATE_LIMITED");
        (await door.Gateway.Private(door.NewKey().Key)).ShouldBe("");
    }

    private sealed record Door(TrialHost Service, RunningGateway Gateway) : IAsyncDisposable
    {
        public Authorities Authorities => Gateway.Authorities;

        public static async Task<Door> Open(params (string, string)[] settings)
        {
            var service = await TrialHost.Start();
            return new Door(service, await RunningGateway.Start([service.Address], others: settings));
        }

        public (string Key, string Token) NewKey(Guid? tenant = null)
        {
            var (key, token) = ("ffk_abc_" + Guid.NewGuid().ToString("N"), Authorities.Token(tenant));
            Authorities.TokensOfKeys[key] = token;
            return (key, token);
        }

        public async ValueTask DisposeAsync()
        {
            await Gateway.DisposeAsync();
            await Service.DisposeAsync();
        }
    }
}
