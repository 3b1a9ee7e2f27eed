using FactoryFlow.Platform.Data;

namespace FactoryFlow.Platform.Tests.Data;

public sealed class CurrenciesTests
{
    [Theory]
    [InlineData("JPY", 0)]
    [InlineData("VND", 0)]
    [InlineData("EUR", 2)]
    [InlineData("INR", 2)]
    [InlineData("KWD", 3)]
    [InlineData("TND", 3)]
    [InlineData("XAU", null)]
    [InlineData("eur", null)]
    [InlineData("", null)]
    public void A_currency_has_the_decimals_that_ISO_4217_gives_it(string code, int? decimals) => Currencies.Decimals(code).ShouldBe(decimals);
}
