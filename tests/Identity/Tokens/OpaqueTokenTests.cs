using System.Security.Cryptography;
using System.Text;
using FactoryFlow.Identity.Tokens;

namespace FactoryFlow.Identity.Tests.Tokens;

public sealed class OpaqueTokenTests
{
    private static readonly Guid Tenant = new("0195531a-0000-7000-8000-00000000000a");

    [Fact]
    public void A_token_read_again_is_the_same_token()
    {
        var token = OpaqueToken.New(Tenant);
        var read = OpaqueToken.TryRead(token.Text).ShouldNotBeNull();
        (read.TenantId, Convert.ToHexString(read.Hash)).ShouldBe((Tenant, Convert.ToHexString(token.Hash)));
    }

    [Fact]
    public void The_hash_is_SHA_256_of_the_text()
    {
        var token = OpaqueToken.New(Tenant);
        token.Hash.ShouldBe(SHA256.HashData(Encoding.ASCII.GetBytes(token.Text)));
    }

    [Fact]
    public void No_two_tokens_are_alike() => Enumerable.Range(0, 1000).Select(_ => OpaqueToken.New(Tenant).Text).Distinct().Count().ShouldBe(1000);

    [Fact]
    public void A_token_does_not_format_itself_into_a_log() => $"{OpaqueToken.New(Tenant)}".ShouldBe("OpaqueToken");

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("================================================================")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAé")]
    public void What_cannot_be_a_token_is_none(string text) => OpaqueToken.TryRead(text).ShouldBeNull();
}
