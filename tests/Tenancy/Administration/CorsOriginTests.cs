using FactoryFlow.Platform.Errors;
using FactoryFlow.Tenancy.Administration;

namespace FactoryFlow.Tenancy.Tests.Administration;

public sealed class CorsOriginTests
{
    [Theory]
    [InlineData("https://portal.example.com", "https://portal.example.com")]
    [InlineData("https://Portal.Example.COM", "https://portal.example.com")]
    [InlineData("HTTPS://portal.example.com:443", "https://portal.example.com")]
    [InlineData("https://portal.example.com:8443", "https://portal.example.com:8443")]
    [InlineData("https://büro.example", "https://xn--bro-hoa.example")]
    [InlineData("https://192.0.2.7", "https://192.0.2.7")]
    [InlineData("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443")]
    [InlineData("http://localhost:5173", "http://localhost:5173")]
    [InlineData("http://127.0.0.1", "http://127.0.0.1")]
    [InlineData("http://[::1]:3000", "http://[::1]:3000")]
    [InlineData("http://north.localhost:8080", "http://north.localhost:8080")]
    public void An_origin_is_kept_as_browsers_send_it(string given, string kept)
    {
        var check = new Check();
        CorsOrigin.Each(check, [given]).ShouldBe([kept]);
        check.Done();
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("null")]
    [InlineData("https://*.example.com")]
    [InlineData("https://*")]
    [InlineData("portal.example.com")]
    [InlineData("//portal.example.com")]
    [InlineData("http://portal.example.com")]
    [InlineData("http://localhost.example.com")]
    [InlineData("ftp://portal.example.com")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https:portal.example.com")]
    [InlineData("https:/portal.example.com")]
    [InlineData("https://portal.example.com/")]
    [InlineData("https://portal.example.com/app")]
    [InlineData("https://portal.example.com?x=1")]
    [InlineData("https://portal.example.com#x")]
    [InlineData("https://portal.example.com:")]
    [InlineData("https://portal.example.com:99999")]
    [InlineData("https://user@portal.example.com")]
    [InlineData("https://user:secret@portal.example.com")]
    [InlineData(" https://portal.example.com")]
    [InlineData("https://portal.example.com ")]
    [InlineData("https://portal.example.com\\evil")]
    [InlineData("https://portal.example.com\n")]
    [InlineData("https://")]
    [InlineData("https://a.example,https://b.example")]
    public void What_is_no_safe_origin_is_refused(string given)
    {
        var check = new Check();
        CorsOrigin.Each(check, ["https://a.example", given]);
        Should.Throw<Refusal>(check.Done).Faults.Select(f => f.Field).ShouldBe(["origins[1]"]);
    }

    [Theory]
    [InlineData(50, true)]
    [InlineData(51, false)]
    public void There_may_be_fifty(int count, bool holds)
    {
        var check = new Check();
        CorsOrigin.Each(check, [.. Enumerable.Range(0, count).Select(i => $"https://{i}.example")]);
        check.Holds.ShouldBe(holds);
    }

    [Fact]
    public void One_that_is_very_long_is_refused()
    {
        var check = new Check();
        CorsOrigin.Each(check, ["https://" + string.Join('.', Enumerable.Repeat("abcdefgh", 40))]);
        check.Holds.ShouldBeFalse();
    }
}
