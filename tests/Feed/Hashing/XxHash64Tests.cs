using System.IO.Hashing;
using System.Text;

namespace FactoryFlow.Feed.Tests.Hashing;

/// <summary>Our XxHash64 is the published one.</summary>
public sealed class XxHash64Tests
{
    private const long Prime32 = 2654435761;

    // The reference implementation's own sanity buffer and vectors (xxHash 0.8), around every boundary of the algorithm.
    [Theory]
    [InlineData(0, 0xEF46DB3751D8E999, 0xAC75FDA2929B17EF)]
    [InlineData(1, 0xE934A84ADB052768, 0x5014607643A9B4C3)]
    [InlineData(3, 0xFF7E1959CB50794A, 0xAA8584E83660F7D1)]
    [InlineData(4, 0x9136A0DCA57457EE, 0xCAAB286BD8E9FDB5)]
    [InlineData(7, 0x6C83909A9F01ED25, 0xF98D03B1AD6F9293)]
    [InlineData(8, 0xCDBCF538E71D1348, 0xFE0C047A5353CDAC)]
    [InlineData(12, 0x0723BF50086EAD9A, 0x8252819F4E506951)]
    [InlineData(14, 0x8282DCC4994E35C8, 0xC3BD6BF63DEB6DF0)]
    [InlineData(16, 0x98C90B57FDFCB55C, 0xC900AD2D536B607E)]
    [InlineData(31, 0x299B39A290E6D783, 0xDA673D5FEB5C1D79)]
    [InlineData(32, 0x18B216492BB44B70, 0xB3F33BDF93ADE409)]
    [InlineData(33, 0x55C8DC3E578F5B59, 0xE92C292F64BC3071)]
    [InlineData(63, 0xA9EFBE0FA0F3F4E7, 0x6C911FADB05B6FC2)]
    [InlineData(64, 0xEF558F8ACAC2B5CD, 0xB5EEBA99264CC44F)]
    [InlineData(222, 0xB641AE8CB691C174, 0x20CB8AB7AE10C14A)]
    [InlineData(1000, 0x52BD1358F22E9EF7, 0x72751A2408017E26)]
    public void The_published_vectors_hold_for_every_length_and_seed(int length, ulong unseeded, ulong seeded)
    {
        XxHash64.HashToUInt64(SanityBuffer(length)).ShouldBe(unseeded);
        XxHash64.HashToUInt64(SanityBuffer(length), Prime32).ShouldBe(seeded);
    }

    [Theory]
    [InlineData("", "EF46DB3751D8E999")]
    [InlineData("a", "D24EC4F1A98C6E5B")]
    [InlineData("abc", "44BC2CF5AD770999")]
    [InlineData("message digest", "066ED728FCEEB3BE")]
    [InlineData("abcdefghijklmnopqrstuvwxyz", "CFE1F278FA89835C")]
    [InlineData("Nobody inspects the spammish repetition", "FBCEA83C8A378BF1")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "AAA46907D3047814")]
    public void Text_hashes_to_the_published_bytes_in_big_endian_order(string text, string hash) =>
        Convert.ToHexString(XxHash64.Hash(Encoding.ASCII.GetBytes(text))).ShouldBe(hash);

    [Fact]
    public void Every_length_up_to_256_hashes_as_in_the_reference_implementation()
    {
        var hashes = Enumerable.Range(0, 257).SelectMany(length => XxHash64.Hash(SanityBuffer(length))).ToArray();
        Convert.ToHexString(XxHash64.Hash(hashes)).ShouldBe("8ACCB6CE0AEF9491");
    }

    [Fact]
    public void All_overloads_agree()
    {
        var bytes = SanityBuffer(50);
        XxHash64.Hash(bytes.AsSpan(), 7).ShouldBe(XxHash64.Hash(bytes, 7));
        XxHash64.Hash(bytes).ShouldBe(XxHash64.Hash(bytes, 0));
        Convert.ToHexString(XxHash64.Hash(bytes, 7)).ShouldBe(XxHash64.HashToUInt64(bytes, 7).ToString("X16"));
    }

    [Fact]
    public void Null_is_refused_by_name() => Should.Throw<ArgumentNullException>(() => XxHash64.Hash(null!)).ParamName.ShouldBe("source");

    private static byte[] SanityBuffer(int length)
    {
        var buffer = new byte[length];
        var state = (ulong)Prime32;
        for (var at = 0; at < length; at++, state = unchecked(state * 0x9E3779B185EBCA8D))
            buffer[at] = (byte)(state >> 56);
        return buffer;
    }
}
