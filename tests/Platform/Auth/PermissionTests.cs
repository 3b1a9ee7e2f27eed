using FactoryFlow.Platform.Auth;

namespace FactoryFlow.Platform.Tests.Auth;

public sealed class PermissionTests
{
    [Theory]
    [InlineData("jobs:create:all", "jobs:create:all", true)]
    [InlineData("*:*:*", "jobs:create:all", true)]
    [InlineData("jobs:*:*", "jobs:create:all", true)]
    [InlineData("*:read:*", "ledger:read:own", true)]
    [InlineData("ledger:read:*", "ledger:read:own", true)]
    [InlineData("*:*:own", "ledger:read:own", true)]
    [InlineData("jobs:create:all", "jobs:create:own", false)]
    [InlineData("jobs:create:own", "jobs:create:all", false)]
    [InlineData("jobs:*:*", "workers:create:all", false)]
    [InlineData("*:read:*", "ledger:create:all", false)]
    [InlineData("job:create:all", "jobs:create:all", false)]
    [InlineData("jobs:create:all", "jobs:*:all", false)]
    [InlineData("*:*:*", "*:*:*", true)]
    public void A_grant_covers_what_it_names_and_what_its_wildcards_stand_for(string grant, string required, bool covers) =>
        Permission.Parse(grant).Covers(Permission.Parse(required)).ShouldBe(covers);

    [Theory]
    [InlineData("")]
    [InlineData("jobs")]
    [InlineData("jobs:create")]
    [InlineData("jobs:create:all:more")]
    [InlineData("jobs::all")]
    [InlineData(":create:all")]
    [InlineData("jobs:create:")]
    [InlineData("Jobs:create:all")]
    [InlineData("jobs:cre*:all")]
    [InlineData("**:create:all")]
    [InlineData("jobs:create:all ")]
    [InlineData("1jobs:create:all")]
    [InlineData("jöbs:create:all")]
    [InlineData(null)]
    public void What_is_not_three_clean_segments_is_no_permission(string? text) => Permission.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void A_segment_of_more_than_63_characters_is_no_permission() =>
        Permission.TryParse($"{new string('a', 64)}:read:all", out _).ShouldBeFalse();

    [Fact]
    public void A_permission_is_written_as_it_was_read() => Permission.Parse("purchase-orders:read:all").ToString().ShouldBe("purchase-orders:read:all");

    [Fact]
    public void A_value_that_nobody_set_covers_nothing() => default(Permission).Covers(Permission.Parse("jobs:create:all")).ShouldBeFalse();
}
