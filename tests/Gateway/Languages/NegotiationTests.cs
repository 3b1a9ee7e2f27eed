using FactoryFlow.Platform.Languages;

namespace FactoryFlow.Gateway.Tests.Languages;

public sealed class NegotiationTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("es", "es")]
    [InlineData("FR", "fr")]
    [InlineData("es-MX", "es")]
    [InlineData("fr-CA-x-private", "fr")]
    [InlineData("es-MX,es;q=0.9,en;q=0.8", "es")]
    [InlineData("de-DE,de;q=0.9,fr;q=0.8,en;q=0.7", "fr")]
    [InlineData("en;q=0.5, fr;q=0.7", "fr")]
    [InlineData("fr;q=0.7, es;q=0.7", "fr")]
    [InlineData("es ; Q=0.1 , fr", "fr")]
    [InlineData("de", null)]
    [InlineData("eso", null)]
    [InlineData("*", "en")]
    [InlineData("de, *;q=0.1", "en")]
    [InlineData("en;q=0, *", "es")]
    [InlineData("en;q=0, es;q=0, fr;q=0, *", null)]
    [InlineData("es;q=0", null)]
    [InlineData("es;q=2, fr;q=0.1", "fr")]
    [InlineData("es;q=-1", null)]
    [InlineData("es;q=NaN", null)]
    [InlineData("es;level=1, fr;q=0.2", "fr")]
    [InlineData(",,;q=1,=, es-", "es")]
    [InlineData("../../etc/passwd", null)]
    [InlineData("es\u0000", null)]
    public void The_header_is_read_as_http_has_it(string? header, string? expected) => Language.Preferred(header).ShouldBe(expected);

    [Fact]
    public void A_header_that_is_too_long_asks_for_nothing() =>
        Language.Preferred("es" + string.Concat(Enumerable.Repeat(",de;q=0.1", 60))).ShouldBeNull();
}
