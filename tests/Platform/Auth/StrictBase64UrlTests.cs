using FactoryFlow.Platform.Auth;

namespace FactoryFlow.Platform.Tests.Auth;

public sealed class StrictBase64UrlTests
{
    [Theory]
    [InlineData("", new byte[0])]
    [InlineData("Zg", new byte[] { 0x66 })]
    [InlineData("Zm8", new byte[] { 0x66, 0x6f })]
    [InlineData("Zm9v", new byte[] { 0x66, 0x6f, 0x6f })]
    [InlineData("-_8", new byte[] { 0xfb, 0xff })]
    public void The_one_spelling_is_read(string text, byte[] expected)
    {
        StrictBase64Url.TryDecode(text, out var bytes).ShouldBeTrue();
        bytes.ShouldBe(expected);
    }

    [Theory]
    [InlineData("Zg==")]
    [InlineData("Zm8=")]
    [InlineData("Z")]
    [InlineData("Zm9vZ")]
    [InlineData("Zh")]
    [InlineData("Zm9")]
    [InlineData("Zm 8")]
    [InlineData("Zm8\n")]
    [InlineData("+/8")]
    [InlineData("Zm9é")]
    public void Every_other_spelling_is_refused(string text) => StrictBase64Url.TryDecode(text, out _).ShouldBeFalse();
}
