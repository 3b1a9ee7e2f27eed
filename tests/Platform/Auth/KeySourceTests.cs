using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Testing.Tokens;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;

namespace FactoryFlow.Platform.Tests.Auth;

public sealed class KeySourceTests : IDisposable
{
    private readonly Forge _forge = new();
    private readonly Forge _other = new();
    private readonly TestClock _clock = new();
    private readonly Identity _identity = new();
    private readonly KeySource _source;

    public KeySourceTests() => _source = new KeySource(_identity.Answer, _clock, NullLogger<KeySource>.Instance);

    public void Dispose()
    {
        _source.Dispose();
        _forge.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task A_published_key_is_fetched_once()
    {
        _identity.Publish(_forge);
        (await _source.Find(_forge.KeyId)).ShouldNotBeNull();
        (await _source.Find(_forge.KeyId)).ShouldNotBeNull();
        _identity.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task An_unknown_key_is_asked_for_at_most_every_five_seconds()
    {
        _identity.Publish(_forge);
        for (var i = 0; i < 100; i++) (await _source.Find("forged")).ShouldBeNull();
        _identity.Calls.ShouldBe(1);
        _clock.Now = _clock.Now.AddSeconds(5);
        for (var i = 0; i < 100; i++) (await _source.Find("forged")).ShouldBeNull();
        _identity.Calls.ShouldBe(2);
    }

    [Fact]
    public async Task A_new_key_counts_as_soon_as_a_token_names_it()
    {
        _identity.Publish(_forge);
        await _source.Find(_forge.KeyId);
        _identity.Publish(_forge, _other);
        _clock.Now = _clock.Now.AddSeconds(5);
        (await _source.Find(_other.KeyId)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Without_identity_and_without_keys_nothing_can_be_said()
    {
        _identity.Fail();
        await Should.ThrowAsync<KeysUnavailableException>(async () => await _source.Find(_forge.KeyId));
        _identity.Publish(_forge);
        (await _source.Find(_forge.KeyId)).ShouldNotBeNull();
    }

    [Fact]
    public async Task While_identity_is_down_the_known_keys_go_on_counting()
    {
        _identity.Publish(_forge);
        var key = await _source.Find(_forge.KeyId);
        _identity.Fail();
        _clock.Now = _clock.Now.AddHours(1);
        (await _source.Find("forged")).ShouldBeNull();
        (await _source.Find(_forge.KeyId)).ShouldBeSameAs(key);
    }

    [Fact]
    public async Task A_key_that_is_published_no_longer_is_withdrawn()
    {
        _identity.Publish(_forge, _other);
        var key = (await _source.Find(_forge.KeyId)).ShouldNotBeNull();
        _identity.Publish(_other);
        _clock.Now = _clock.Now.AddSeconds(5);
        (await _source.Find("forged")).ShouldBeNull();
        (key.IsWithdrawn, await _source.Find(_forge.KeyId)).ShouldBe((true, null));
    }

    [Fact]
    public async Task An_empty_key_set_ends_no_session()
    {
        _identity.Publish(_forge);
        var key = (await _source.Find(_forge.KeyId)).ShouldNotBeNull();
        _identity.Publish();
        _clock.Now = _clock.Now.AddSeconds(5);
        (await _source.Find("forged")).ShouldBeNull();
        (key.IsWithdrawn, await _source.Find(_forge.KeyId)).ShouldBe((false, key));
    }

    [Fact]
    public async Task Callers_that_ask_at_once_wait_for_one_fetch()
    {
        _identity.Publish(_forge);
        var found = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await _source.Find(_forge.KeyId))));
        found.ShouldAllBe(key => key != null);
        _identity.Calls.ShouldBe(1);
    }

    private sealed class Identity
    {
        private Func<JsonWebKeySet> _answer = () => new JsonWebKeySet();
        private int _calls;

        public int Calls => _calls;

        public void Fail() => _answer = () => throw new RpcException(new Status(StatusCode.Unavailable, "down"));

        public void Publish(params Forge[] forges)
        {
            var keys = forges.Select(f => new JsonWebKey { Kty = "EC", Crv = "P-256", Use = "sig", Alg = "ES256", Kid = f.KeyId, X = f.X, Y = f.Y });
            _answer = () => new JsonWebKeySet { Keys = { keys } };
        }

        public async Task<JsonWebKeySet> Answer(CancellationToken ct)
        {
            Interlocked.Increment(ref _calls);
            await Task.Yield();
            return _answer();
        }
    }
}
