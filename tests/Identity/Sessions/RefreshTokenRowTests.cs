using FactoryFlow.Identity.Sessions;

namespace FactoryFlow.Identity.Tests.Sessions;

public sealed class RefreshTokenRowTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, double, double?, double?, string> Table => new()
    {
        { "newest token", 7 * 24, null, null, "Granted" },
        { "used token", 7 * 24, -1, null, "Stolen" },
        { "token used ten seconds ago", 7 * 24, -10 / 3600.0, null, "Stolen" },
        { "token used a moment ago", 7 * 24, -9.9 / 3600, null, "Granted" },
        { "token used by a process whose clock is ahead", 7 * 24, 1 / 3600.0, null, "Granted" },
        { "token used a moment ago and expired meanwhile", 0, -5 / 3600.0, null, "Refused" },
        { "used and expired token", -1, -2, null, "Stolen" },
        { "expired token", 0, null, null, "Refused" },
        { "newest token of an ended session", 7 * 24, null, -1, "Refused" },
        { "used token of an ended session", 7 * 24, -2, -1, "Refused" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void A_token_that_is_shown_renews_ends_or_does_nothing(string what, double expires, double? used, double? ended, string renewal)
    {
        var row = new RefreshTokenRow(Guid.Empty, Guid.Empty, Noon.AddHours(expires), At(used), At(ended));
        row.Renew(Noon).ToString().ShouldBe(renewal, what);
    }

    private static DateTimeOffset? At(double? hours) => hours is { } h ? Noon.AddHours(h) : null;
}
