using System.Text.Json.Nodes;
using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Testing.Tokens;

namespace FactoryFlow.Platform.Tests.Auth;

public sealed class JwtVerifierTests : IDisposable
{
    private readonly Forge _forge = new();
    private readonly TestClock _clock = new();

    public void Dispose() => _forge.Dispose();

    [Fact]
    public async Task An_honest_token_names_its_caller()
    {
        var caller = (await Verify(_forge.Token())).Caller.ShouldNotBeNull();
        (caller.Subject, caller.TenantId, caller.Kind).ShouldBe((Forge.User, Forge.Tenant, Access.Types.Kind.Staff));
        (caller.Email, caller.Name).ShouldBe(("owner@acme.example", "Owner"));
        caller.SessionId.ShouldBe(new Guid("0195531a-0000-7000-8000-00000000000c"));
        caller.Roles.ShouldBe(["admin"]);
        caller.Permissions.ShouldBe([Permission.Everything]);
    }

    [Fact]
    public async Task The_platforms_people_carry_no_tenant()
    {
        var verdict = await Verify(_forge.Token(claims => { claims["kind"] = "PLATFORM"; claims.Remove("tid"); }));
        verdict.Caller.ShouldNotBeNull().TenantId.ShouldBe(Guid.Empty);
    }

    [Fact]
    public async Task A_token_with_neither_address_nor_name_counts()
    {
        var caller = (await Verify(_forge.Token(claims => { claims.Remove("email"); claims.Remove("name"); }))).Caller.ShouldNotBeNull();
        (caller.Email, caller.Name).ShouldBe((null, null));
    }

    [Fact]
    public async Task Denials_factories_and_the_version_are_empty_unless_the_token_has_them()
    {
        var caller = (await Verify(_forge.Token())).Caller.ShouldNotBeNull();
        (caller.Denials.Length, caller.Factories.Length, caller.TokenVersion).ShouldBe((0, 0, 0));
    }

    [Fact]
    public async Task Denials_factories_and_the_version_reach_the_caller()
    {
        var factory = Guid.NewGuid();
        var verdict = await Verify(_forge.Token(claims =>
        {
            claims["denials"] = new JsonArray("ledger:*:*");
            claims["factories"] = new JsonArray($"{factory}:EDITOR");
            claims["ver"] = 7;
        }));
        var caller = verdict.Caller.ShouldNotBeNull();
        (caller.Denials.Single(), caller.Factories.Single(), caller.TokenVersion).ShouldBe((Permission.Parse("ledger:*:*"), new FactoryAccess(factory, FactoryLevel.Editor), 7));
    }

    [Fact]
    public async Task Fifty_factories_fit_into_a_token() =>
        (await Verify(_forge.Token(c => c["factories"] = Forgeries.Factories(50)))).Caller.ShouldNotBeNull().Factories.Length.ShouldBe(50);

    [Theory]
    [InlineData(-30, true)]
    [InlineData(-31, false)]
    [InlineData(15 * 60, true)]
    [InlineData((15 * 60) + 29, true)]
    [InlineData((15 * 60) + 30, false)]
    public async Task Clocks_may_be_thirty_seconds_apart(int secondsAfterIssue, bool counts)
    {
        _clock.Now = Forge.Noon.AddSeconds(secondsAfterIssue);
        (await Verify(_forge.Token())).IsValid.ShouldBe(counts);
    }

    [Fact]
    public async Task An_expired_token_is_told_apart_from_a_forged_one()
    {
        _clock.Now = Forge.Noon.AddMinutes(16);
        (await Verify(_forge.Token())).State.ShouldBe(TokenState.Expired);
        (await Verify(_forge.Token(sign: _ => new byte[64]))).State.ShouldBe(TokenState.Invalid);
    }

    [Fact]
    public async Task Without_any_key_nothing_is_said_about_a_token()
    {
        var verdict = await new JwtVerifier(new NoKeysYet(), _clock).Verify(_forge.Token());
        verdict.State.ShouldBe(TokenState.Unknown);
    }

    public static TheoryData<string> ForgeryNames => [.. Forgeries.All.Keys];

    [Theory]
    [MemberData(nameof(ForgeryNames))]
    public async Task A_forgery_is_refused_for_what_is_wrong_with_it(string name)
    {
        var (make, finding) = Forgeries.All[name];
        var verdict = await Verify(make(_forge));
        (verdict.State, verdict.Finding).ShouldBe((TokenState.Invalid, finding));
    }

    private ValueTask<Verdict> Verify(string token) => new JwtVerifier(_forge, _clock).Verify(token);

    private sealed class NoKeysYet : IKeyRing
    {
        public ValueTask<VerificationKey?> Find(string keyId) => throw new KeysUnavailableException();
    }
}
