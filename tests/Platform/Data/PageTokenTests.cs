using System.Buffers.Text;
using System.Text;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Platform.Tests.Data;

public sealed class PageTokenTests
{
    [Theory]
    [InlineData("")]
    [InlineData("A-17")]
    [InlineData("Größe 38:½")]
    public void A_token_gives_its_key_back(string key) => PageToken.Key(PageToken.After(key)).ShouldBe(key);

    [Theory]
    [InlineData(0)]
    [InlineData(9_007_199_254_740_992)]
    [InlineData(long.MaxValue)]
    public void A_token_gives_its_number_back(long number) => PageToken.Number(PageToken.After(number)).ShouldBe(number);

    [Fact]
    public void The_first_page_has_no_token()
    {
        PageToken.Key("").ShouldBeNull();
        PageToken.Number("").ShouldBeNull();
    }

    [Theory]
    [InlineData("not base64!")]
    [InlineData("QUJD")]
    [InlineData("=")]
    public void What_was_not_given_out_is_refused(string token) => Refuses(() => PageToken.Key(token));

    [Fact]
    public void A_token_that_the_database_could_not_read_is_refused() => Refuses(() => PageToken.Key(Encode("1:a\0b")));

    [Fact]
    public void An_endless_token_is_refused() => Refuses(() => PageToken.Key(Encode("1:" + new string('x', 1000))));

    [Theory]
    [InlineData("1:x")]
    [InlineData("1:1.5")]
    [InlineData("1:-1")]
    [InlineData("1:-9223372036854775808")]
    [InlineData("1:9223372036854775808")]
    public void A_token_of_another_list_is_refused_where_a_number_is_due(string text) => Refuses(() => PageToken.Number(Encode(text)));

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static void Refuses(Func<object?> read)
    {
        var refusal = Should.Throw<Refusal>(() => read());
        (refusal.Reason, refusal.Faults.Single().Field).ShouldBe((CommonReasons.PageTokenInvalid, "page_token"));
    }
}
