using FactoryFlow.Platform.Data;

namespace FactoryFlow.Platform.Tests.Data;

public sealed class WireTests
{
    [Theory]
    [InlineData("12.5", "12.5000")]
    [InlineData("0", "0.0000")]
    [InlineData("-0.0001", "-0.0001")]
    [InlineData("999999999999999.9999", "999999999999999.9999")]
    public void An_amount_has_four_decimals(string amount, string text) =>
        Wire.Amount(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(text);

    [Fact]
    public void Nothing_is_not_less_than_nothing() => Wire.Amount(-0m).ShouldBe("0.0000");

    [Fact]
    public void What_is_not_there_stays_away()
    {
        Wire.Money((decimal?)null, "EUR").ShouldBeNull();
        Wire.Time(null).ShouldBeNull();
    }
}
