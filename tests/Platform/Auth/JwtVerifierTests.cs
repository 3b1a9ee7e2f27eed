using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Auth;

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

    public static TheoryData<string> ForgeryNames => [.. Forgeries.Keys];

    [Theory]
    [MemberData(nameof(ForgeryNames))]
    public async Task A_forgery_is_refused_for_what_is_wrong_with_it(string name)
    {
        var (make, finding) = Forgeries[name];
        var verdict = await Verify(make(_forge));
        (verdict.State, verdict.Finding).ShouldBe((TokenState.Invalid, finding));
    }

    private static readonly ImmutableSortedDictionary<string, (Func<Forge, string> Make, string Finding)> Forgeries =
        new Dictionary<string, (Func<Forge, string> Make, string Finding)>
        {
            ["nothing"] = (_ => "", "not three parts"),
            ["two parts"] = (f => f.Token()[..f.Token().LastIndexOf('.')], "not three parts"),
            ["four parts"] = (f => f.Token() + ".AAAA", "not three parts"),
            ["five parts, as an encrypted token has"] = (f => f.Token() + ".AAAA.AAAA", "not three parts"),
            ["oversized"] = (f => f.Token(c => c["name"] = new string('n', 8 * 1024)), "longer than 8 KiB"),
            ["trailing blank"] = (f => f.Token() + " ", "not base64url"),
            ["trailing line"] = (f => f.Token() + "\n", "not base64url"),
            ["padded signature"] = (f => f.Token() + "==", "not base64url"),
            ["signature with bits left over"] = (f => OtherSpelling(f.Token()), "not base64url"),

            ["algorithm none, unsigned"] = (f => f.Token(header: h => h["alg"] = "none", sign: _ => []), "wrong algorithm"),
            ["algorithm None, unsigned"] = (f => f.Token(header: h => h["alg"] = "None", sign: _ => []), "wrong algorithm"),
            ["HS256 with the public key as its secret"] = (f => f.Token(header: h => h["alg"] = "HS256", sign: b => HMACSHA256.HashData(f.Key.ExportSubjectPublicKeyInfo(), b)), "wrong algorithm"),
            ["HS256 with the public PEM as its secret"] = (f => f.Token(header: h => h["alg"] = "HS256", sign: b => HMACSHA256.HashData(Encoding.ASCII.GetBytes(f.Key.ExportSubjectPublicKeyInfoPem()), b)), "wrong algorithm"),
            ["ES384"] = (f => f.Token(header: h => h["alg"] = "ES384"), "wrong algorithm"),
            ["es256 in lower case"] = (f => f.Token(header: h => h["alg"] = "es256"), "wrong algorithm"),
            ["no algorithm"] = (f => f.Token(header: h => h.Remove("alg")), "wrong algorithm"),
            ["algorithm that is a list"] = (f => f.Token(header: h => h["alg"] = new JsonArray("ES256")), "wrong algorithm"),
            ["another type of token"] = (f => f.Token(header: h => h["typ"] = "JWT"), "wrong type"),
            ["no type"] = (f => f.Token(header: h => h.Remove("typ")), "wrong type"),
            ["critical extension"] = (f => f.Token(header: h => { h["crit"] = new JsonArray("exp"); h["exp"] = 1; }), "unknown header member"),
            ["key brought along"] = (f => f.Token(header: h => h["jwk"] = new JsonObject { ["kty"] = "EC" }), "unknown header member"),
            ["address of a key set"] = (f => f.Token(header: h => h["jku"] = "https://evil.example/keys"), "unknown header member"),
            ["unencoded payload"] = (f => f.Token(header: h => h["b64"] = false), "unknown header member"),
            ["header member twice"] = (f => f.Raw($$"""{"alg":"none","alg":"ES256","kid":"{{f.KeyId}}","typ":"at+jwt"}""", Forge.Json(Forge.Claims())), "header is not strict JSON"),
            ["header member twice, once escaped"] = (f => f.Raw($$"""{"\u0061lg":"none","alg":"ES256","kid":"{{f.KeyId}}","typ":"at+jwt"}""", Forge.Json(Forge.Claims())), "header is not strict JSON"),
            ["header with something behind it"] = (f => f.Raw(Forge.Json(f.Header()) + "{}", Forge.Json(Forge.Claims())), "header is not strict JSON"),
            ["header that is a list"] = (f => f.Raw("[]", Forge.Json(Forge.Claims())), "header is not strict JSON"),
            ["header that is no JSON"] = (f => f.Raw("alg=ES256", Forge.Json(Forge.Claims())), "header is not strict JSON"),
            ["no key id"] = (f => f.Token(header: h => h.Remove("kid")), "no key id"),
            ["key id that is a number"] = (f => f.Token(header: h => h["kid"] = 7), "no key id"),
            ["unknown key id"] = (f => f.Token(header: h => h["kid"] = "../../etc/passwd"), "unknown key"),

            ["signed by another key of the same curve"] = (f => f.Token(sign: b => SignedElsewhere(ECCurve.NamedCurves.nistP256, b)), "wrong signature"),
            ["signed on another curve"] = (f => f.Token(sign: b => SignedElsewhere(ECCurve.NamedCurves.nistP384, b)), "wrong signature"),
            ["no signature"] = (f => f.Token(sign: _ => []), "wrong signature"),
            ["r and s all zero"] = (f => f.Token(sign: _ => new byte[64]), "wrong signature"),
            ["r and s all ones"] = (f => f.Token(sign: _ => [.. Enumerable.Repeat((byte)0xff, 64)]), "wrong signature"),
            ["signature cut short"] = (f => f.Token(sign: b => f.Key.SignData(b, HashAlgorithmName.SHA256)[..63]), "wrong signature"),
            ["signature with a byte more"] = (f => f.Token(sign: b => [.. f.Key.SignData(b, HashAlgorithmName.SHA256), 0]), "wrong signature"),
            ["DER signature"] = (f => f.Token(sign: b => f.Key.SignData(b, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)), "wrong signature"),
            ["signature over SHA-512"] = (f => f.Token(sign: b => f.Key.SignData(b, HashAlgorithmName.SHA512)), "wrong signature"),
            ["payload swapped"] = (f => Swapped(f.Token(), f.Token(c => c["sub"] = Guid.Empty.ToString())), "wrong signature"),
            ["header spelled differently"] = (f => Respelled(f.Token(), Forge.Json(f.Header())), "wrong signature"),

            ["claim twice"] = (f => f.Raw(Forge.Json(f.Header()), Forge.Json(Forge.Claims()).Replace("{", "{\"sub\":\"x\",", StringComparison.Ordinal)), "claims are not strict JSON"),
            ["claims with something behind them"] = (f => f.Raw(Forge.Json(f.Header()), Forge.Json(Forge.Claims()) + "x"), "claims are not strict JSON"),
            ["claims with a comment"] = (f => f.Raw(Forge.Json(f.Header()), "/**/" + Forge.Json(Forge.Claims())), "claims are not strict JSON"),
            ["claims that are text"] = (f => f.Raw(Forge.Json(f.Header()), "\"sub\""), "claims are not strict JSON"),
            ["claims nested too deep"] = (f => f.Token(c => c["deep"] = JsonNode.Parse("[[[[1]]]]")), "claims are not strict JSON"),
            ["another issuer"] = (f => f.Token(c => c["iss"] = "factoryflow.evil"), "wrong issuer"),
            ["no issuer"] = (f => f.Token(c => c.Remove("iss")), "wrong issuer"),
            ["another audience"] = (f => f.Token(c => c["aud"] = "factoryflow"), "wrong audience"),
            ["several audiences"] = (f => f.Token(c => c["aud"] = new JsonArray("factoryflow-api", "other")), "wrong audience"),
            ["no audience"] = (f => f.Token(c => c.Remove("aud")), "wrong audience"),
            ["no end"] = (f => f.Token(c => c.Remove("exp")), "times are missing"),
            ["no beginning"] = (f => f.Token(c => c.Remove("nbf")), "times are missing"),
            ["no time of issue"] = (f => f.Token(c => c.Remove("iat")), "times are missing"),
            ["end that is text"] = (f => f.Token(c => c["exp"] = "4102444800"), "times are missing"),
            ["end that is a fraction"] = (f => f.Token(c => c["exp"] = 4102444800.5), "times are missing"),
            ["end beyond all time"] = (f => f.Token(c => c["exp"] = long.MaxValue), "times are missing"),
            ["not valid yet"] = (f => f.Token(c => c["nbf"] = Forge.Noon.AddMinutes(1).ToUnixTimeSeconds()), "not valid yet"),
            ["issued tomorrow"] = (f => f.Token(c => c["iat"] = Forge.Noon.AddDays(1).ToUnixTimeSeconds()), "not valid yet"),
            ["no subject"] = (f => f.Token(c => c.Remove("sub")), "ids are missing"),
            ["subject that is no id"] = (f => f.Token(c => c["sub"] = "admin"), "ids are missing"),
            ["no session"] = (f => f.Token(c => c.Remove("sid")), "ids are missing"),
            ["no token id"] = (f => f.Token(c => c.Remove("jti")), "ids are missing"),
            ["no kind"] = (f => f.Token(c => c.Remove("kind")), "kind and tenant do not fit"),
            ["unknown kind"] = (f => f.Token(c => c["kind"] = "ROOT"), "kind and tenant do not fit"),
            ["kind as a number"] = (f => f.Token(c => c["kind"] = 1), "kind and tenant do not fit"),
            ["staff of no tenant"] = (f => f.Token(c => c.Remove("tid")), "kind and tenant do not fit"),
            ["staff of the platform's tenant"] = (f => f.Token(c => c["tid"] = Guid.Empty.ToString()), "kind and tenant do not fit"),
            ["platform with a tenant"] = (f => f.Token(c => c["kind"] = "PLATFORM"), "kind and tenant do not fit"),
            ["no roles"] = (f => f.Token(c => c.Remove("roles")), "roles or permissions are missing"),
            ["no permissions"] = (f => f.Token(c => c.Remove("perms")), "roles or permissions are missing"),
            ["permission that is none"] = (f => f.Token(c => c["perms"] = new JsonArray("everything")), "roles or permissions are missing"),
            ["permission that is a number"] = (f => f.Token(c => c["perms"] = new JsonArray(1)), "roles or permissions are missing"),
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private ValueTask<Verdict> Verify(string token) => new JwtVerifier(_forge, _clock).Verify(token);

    private static byte[] SignedElsewhere(ECCurve curve, byte[] bytes)
    {
        using var other = ECDsa.Create(curve);
        return other.SignData(bytes, HashAlgorithmName.SHA256);
    }

    private static string Swapped(string token, string other) => string.Join('.', token.Split('.')[0], other.Split('.')[1], token.Split('.')[2]);

    private static string Respelled(string token, string header) =>
        string.Create(CultureInfo.InvariantCulture, $"{Forge.Encode(header.Replace(",", ", ", StringComparison.Ordinal))}.{token.Split('.')[1]}.{token.Split('.')[2]}");

    // The last of the 86 characters of 64 bytes carries four bits that stand for nothing.
    private static string OtherSpelling(string token) => token[..^1] + (char)(token[^1] + 1);

    private sealed class NoKeysYet : IKeyRing
    {
        public ValueTask<VerificationKey?> Find(string keyId) => throw new KeysUnavailableException();
    }
}
