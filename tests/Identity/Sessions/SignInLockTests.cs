using FactoryFlow.Identity.Sessions;

namespace FactoryFlow.Identity.Tests.Sessions;

public sealed class SignInLockTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(4, 0, false)]
    [InlineData(5, 0, true)]
    [InlineData(6, 0, true)]
    [InlineData(5, (15 * 60) - 1, true)]
    [InlineData(5, 15 * 60, false)]
    public void Five_failures_lock_for_fifteen_minutes(int failures, int secondsLater, bool locked) =>
        SignInLock.IsLocked(failures, Noon, Noon.AddSeconds(secondsLater)).ShouldBe(locked);

    [Fact]
    public void Slug_and_address_are_counted_together_and_cannot_be_shifted_into_each_other()
    {
        var subjects = new[] { ("acme", "a@b"), ("acm", "ea@b"), ("", "acmea@b"), ("acme", "a@c"), ("other", "a@b") };
        subjects.Select(s => Convert.ToHexString(SignInLock.SubjectOf(s.Item1, s.Item2))).Distinct().Count().ShouldBe(subjects.Length);
    }
}
