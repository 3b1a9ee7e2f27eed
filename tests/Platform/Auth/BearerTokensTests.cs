using FactoryFlow.Platform.Auth;
using FactoryFlow.Testing.Tokens;
using Microsoft.Extensions.Primitives;

namespace FactoryFlow.Platform.Tests.Auth;

public sealed class BearerTokensTests : IDisposable
{
    private readonly Forge _forge = new();
    private readonly TestClock _clock = new();
    private readonly BearerTokens _tokens;

    public BearerTokensTests() => _tokens = new BearerTokens(new JwtVerifier(_forge, _clock), _clock);

    public void Dispose() => _forge.Dispose();

    [Fact]
    public async Task A_token_is_verified_once_and_answers_the_same_caller_again()
    {
        var header = "Bearer " + _forge.Token();
        var first = await _tokens.Verify(header);
        var second = await _tokens.Verify(new string(header));
        second.Caller.ShouldBeSameAs(first.Caller.ShouldNotBeNull());
        _forge.Asked.ShouldBe(1);
    }

    [Fact]
    public async Task A_remembered_token_still_expires()
    {
        var header = "Bearer " + _forge.Token();
        await _tokens.Verify(header);
        _clock.Now = Forge.Noon.AddMinutes(16);
        (await _tokens.Verify(header)).State.ShouldBe(TokenState.Expired);
    }

    [Fact]
    public async Task A_remembered_token_ends_with_its_key()
    {
        var header = "Bearer " + _forge.Token();
        await _tokens.Verify(header);
        _forge.Public.Withdraw();
        (await _tokens.Verify(header)).State.ShouldBe(TokenState.Invalid);
    }

    [Fact]
    public async Task A_refused_token_is_not_remembered()
    {
        var header = "Bearer " + _forge.Token(claims => claims["iss"] = "other");
        (await _tokens.Verify(header)).State.ShouldBe(TokenState.Invalid);
        _tokens.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData("bearer ", true)]
    [InlineData("BEARER ", true)]
    [InlineData("Basic ", false)]
    [InlineData("Bearer", false)]
    [InlineData("Bearer  ", false)]
    [InlineData("", false)]
    public async Task The_scheme_is_bearer_in_any_case_and_one_blank(string scheme, bool counts) =>
        (await _tokens.Verify(scheme + _forge.Token())).IsValid.ShouldBe(counts);

    [Fact]
    public async Task No_header_is_a_missing_token_and_two_are_an_invalid_one()
    {
        (await _tokens.Verify(StringValues.Empty)).State.ShouldBe(TokenState.Missing);
        (await _tokens.Verify("")).State.ShouldBe(TokenState.Missing);
        (await _tokens.Verify(new StringValues(["Bearer " + _forge.Token(), "Bearer " + _forge.Token()]))).State.ShouldBe(TokenState.Invalid);
    }

    [Fact]
    public async Task What_is_remembered_stays_bounded()
    {
        for (var i = 0; i < (2 * BearerTokens.Generation) + 100; i++) await _tokens.Verify("Bearer " + _forge.Token());
        _tokens.Count.ShouldBeInRange(BearerTokens.Generation, 2 * BearerTokens.Generation);
    }

    [Fact]
    public async Task What_nobody_used_for_two_generations_is_forgotten()
    {
        await _tokens.Verify("Bearer " + _forge.Token());
        for (var generation = 1; generation <= 2; generation++)
        {
            _clock.Now = _clock.Now.AddMinutes(16);
            await _tokens.Verify("Bearer " + _forge.Token(claims => claims["exp"] = _clock.Now.AddMinutes(5).ToUnixTimeSeconds()));
        }

        _tokens.Count.ShouldBe(2);
    }
}
