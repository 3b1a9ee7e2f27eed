using FactoryFlow.Gateway.Admission;
using FactoryFlow.Identity.V1;
using Grpc.Net.Client;

namespace FactoryFlow.Gateway.Tests.Admission;

/// <summary>How long what a key was exchanged for is believed, by a clock that a test moves.</summary>
public sealed class ApiKeyCacheTests : IAsyncLifetime
{
    private const string Header = "Bearer ffk_abc_def";

    private readonly Clock _clock = new();
    private Authorities _identity = null!;
    private GrpcChannel _channel = null!;
    private ApiKeys _keys = null!;

    public async ValueTask InitializeAsync()
    {
        _identity = await Authorities.Start();
        _identity.TokensOfKeys["ffk_abc_def"] = "token";
        _channel = GrpcChannel.ForAddress(_identity.Address);
        _keys = new ApiKeys(new ApiKeyService.ApiKeyServiceClient(_channel), _clock);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _identity.DisposeAsync();
    }

    [Fact]
    public async Task A_revoked_key_is_refused_half_a_minute_later()
    {
        (await _keys.Exchange(Header)).Authorization.ShouldBe("Bearer token");
        _identity.TokensOfKeys.Clear();
        _clock.Ahead = TimeSpan.FromSeconds(29);
        (await _keys.Recall(Header)!).Refusal.ShouldBeNull();
        _clock.Ahead = TimeSpan.FromSeconds(31);
        _keys.Recall(Header).ShouldBeNull();
        (await _keys.Exchange(Header)).Refusal.ShouldNotBeNull().Reason.Name.ShouldBe("API_KEY_REFUSED");
    }

    [Fact]
    public async Task A_key_that_was_good_is_still_known_to_have_been_when_it_is_asked_about_again()
    {
        _keys.WasGood(Header).ShouldBeFalse();
        await _keys.Exchange(Header);
        await _keys.Exchange("Bearer ffk_nobody_knows");
        _clock.Ahead = TimeSpan.FromSeconds(31);
        (_keys.WasGood(Header), _keys.WasGood("Bearer ffk_nobody_knows")).ShouldBe((true, false));
        _identity.TokensOfKeys.Clear();
        await _keys.Exchange(Header);
        _keys.WasGood(Header).ShouldBeFalse();
    }

    [Fact]
    public async Task While_identity_is_away_the_last_token_counts_until_it_expires()
    {
        await _keys.Exchange(Header);
        _identity.IsIdentityThere = false;
        _clock.Ahead = TimeSpan.FromMinutes(4);
        (await _keys.Exchange(Header)).Authorization.ShouldBe("Bearer token");
        _clock.Ahead = TimeSpan.FromMinutes(5.1);
        (await _keys.Exchange(Header)).Refusal.ShouldNotBeNull().Reason.Name.ShouldBe("UNAVAILABLE");
    }

    // Stands still where it is moved to, a little in the future, so that a slow machine neither makes it late nor ends a call.
    private sealed class Clock : TimeProvider
    {
        private readonly DateTimeOffset _start = System.GetUtcNow() + TimeSpan.FromSeconds(20);

        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => _start + Ahead;
    }
}
