using FactoryFlow.Identity.Users;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Identity.Tests.Users;

public sealed class PasswordTests
{
    [Theory]
    [InlineData(0, false)]
    [InlineData(11, false)]
    [InlineData(12, true)]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void A_new_password_has_12_to_128_characters(int length, bool holds)
    {
        var check = new Check();
        check.NewPassword("password", new string('p', length));
        check.Holds.ShouldBe(holds);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void A_given_password_only_has_to_be_bounded(int length, bool holds)
    {
        var check = new Check();
        check.GivenPassword("password", new string('p', length));
        check.Holds.ShouldBe(holds);
    }

    [Fact]
    public void A_password_keeps_its_blanks() => new Check().NewPassword("password", "  twelve blanks  ").ShouldBe("  twelve blanks  ");
}
