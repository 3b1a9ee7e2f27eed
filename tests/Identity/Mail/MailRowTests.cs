using FactoryFlow.Identity.Mail;

namespace FactoryFlow.Identity.Tests.Mail;

public sealed class MailRowTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, 0, 5)]
    [InlineData(2, 5, 10)]
    [InlineData(5, 75, 80)]
    [InlineData(9, 1275, 1280)]
    [InlineData(10, 1700, 1800)]
    [InlineData(19, 1700, 1800)]
    [InlineData(10, 1800, null)]
    [InlineData(20, 1700, null)]
    [InlineData(1, 3595, null)]
    public void Attempts_come_ever_later_until_enough_was_tried_or_the_link_is_dead(int attempts, int secondsSince, int? pause)
    {
        var mail = new MailRow(Guid.Empty, Guid.Empty, "PASSWORD_RESET", "a@b", null, Noon, attempts, null, null);
        var now = Noon.AddSeconds(secondsSince);
        mail.NextTime(now).ShouldBe(pause is { } seconds ? now.AddSeconds(seconds) : null);
    }
}
