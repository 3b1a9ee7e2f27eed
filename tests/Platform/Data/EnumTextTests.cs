using FactoryFlow.Platform.Data;

namespace FactoryFlow.Platform.Tests.Data;

public sealed class EnumTextTests
{
    internal enum Sample
    {
        Pending,
        InProgress,
        NotYetReached,
    }

    [Theory]
    [InlineData(0, "PENDING")]
    [InlineData(1, "IN_PROGRESS")]
    [InlineData(2, "NOT_YET_REACHED")]
    public void A_value_stands_as_json_shows_it(int value, string text)
    {
        EnumText.Of((Sample)value).ShouldBe(text);
        EnumText.Parse<Sample>(text).ShouldBe((Sample)value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("pending")]
    [InlineData("InProgress")]
    [InlineData("1")]
    public void Anything_else_is_none_of_its_values(string text) => Should.Throw<ArgumentException>(() => EnumText.Parse<Sample>(text));
}
