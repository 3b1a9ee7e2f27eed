using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;

namespace FactoryFlow.Platform.Tests.Data;

public sealed class EtagTests
{
    [Theory]
    [InlineData("")]
    [InlineData("7")]
    public void The_newest_state_and_none_at_all_are_accepted(string given) => Should.NotThrow(() => Etag.Require(given, 7));

    [Theory]
    [InlineData("6")]
    [InlineData("8")]
    [InlineData("07")]
    [InlineData("x")]
    public void Any_other_is_refused(string given) =>
        Should.Throw<Refusal>(() => Etag.Require(given, 7)).Reason.ShouldBe(CommonReasons.EtagMismatch);
}
