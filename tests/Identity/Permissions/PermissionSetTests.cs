using FactoryFlow.Identity.Permissions;
using FactoryFlow.Platform.Auth;

namespace FactoryFlow.Identity.Tests.Permissions;

public sealed class PermissionSetTests
{
    /// <summary>What one holds, what another holds, and what the first lacks of it; a minus sign denies.</summary>
    public static TheoryData<string, string, string?> Sets => new()
    {
        { "*:*:*", "", null },
        { "*:*:*", "*:*:*", null },
        { "*:*:*", "jobs:*:*, payments:create:all", null },
        { "jobs:*:*", "jobs:create:all", null },
        { "jobs:*:*", "jobs:create:*", null },
        { "jobs:create:all", "jobs:create:all", null },
        { "jobs:create:all", "jobs:create:*", "jobs:create:*" },
        { "jobs:create:all", "jobs:*:*", "jobs:*:*" },
        { "jobs:*:*", "*:create:*", "*:create:*" },
        { "jobs:*:*", "jobs:create:all, workers:read:all", "workers:read:all" },
        { "", "jobs:read:all", "jobs:read:all" },
        // Together they cover it, but that counts for nothing: a scope may be added tomorrow.
        { "jobs:read:all, jobs:read:own", "jobs:read:*", "jobs:read:*" },
        // A denial is a hole, and whoever is given something is given it with the same hole or not at all.
        { "*:*:*, -payments:*:*", "jobs:*:*", null },
        { "*:*:*, -payments:*:*", "*:*:*", "payments:*:*" },
        { "*:*:*, -payments:create:all", "payments:*:*", "payments:create:all" },
        { "*:*:*, -payments:*:*", "payments:read:all", "payments:read:all" },
        { "*:*:*, -payments:*:*", "*:*:*, -payments:*:*", null },
        { "*:*:*, -payments:create:all", "*:*:*, -payments:*:*", null },
        { "*:*:*, -*:delete:*", "jobs:*:*, -jobs:delete:all", "jobs:delete:*" },
        { "*:*:*, -*:delete:*", "jobs:*:*, -jobs:delete:*", null },
        // What is granted and wholly denied is not held.
        { "jobs:*:*", "jobs:*:*, payments:*:*, -payments:*:*", null },
        { "jobs:*:*", "*:*:*, -*:*:*", null },
        { "-*:*:*", "", null },
    };

    [Theory]
    [MemberData(nameof(Sets))]
    public void One_set_lacks_of_another_what_it_does_not_allow(string mine, string other, string? missing) =>
        Set(mine).Lacks(Set(other))?.ToString().ShouldBe(missing);

    /// <summary>Every pair of sets from a few pieces: whoever lacks nothing of another holds whatever the other holds.</summary>
    [Fact]
    public void Who_lacks_nothing_holds_whatever_the_other_holds()
    {
        string[] pieces = ["a:x:all", "a:*:*", "*:x:*", "*:*:*", "-a:x:*", "-*:y:all", "b:y:own"];
        var sets = (from one in pieces from two in pieces from three in pieces select Set($"{one}, {two}, {three}")).ToList();
        var permissions = (from r in "ab" from a in "xy" from s in new[] { "all", "own" } select Permission.Parse($"{r}:{a}:{s}")).ToList();
        foreach (var mine in sets)
            foreach (var other in sets.Where(other => mine.Lacks(other) is null))
                permissions.Where(p => other.Holds(p) && !mine.Holds(p)).ShouldBeEmpty($"{mine} lacks nothing of {other}");
    }

    [Fact]
    public void What_two_sets_have_in_common_is_what_both_hold()
    {
        string[] pieces = ["a:x:all", "a:*:*", "*:x:*", "*:*:*", "-a:x:*", "-*:y:all", "b:y:own"];
        var sets = (from one in pieces from two in pieces from three in pieces select Set($"{one}, {two}, {three}")).ToList();
        var permissions = (from r in "ab" from a in "xy" from s in new[] { "all", "own" } select Permission.Parse($"{r}:{a}:{s}")).ToList();
        foreach (var mine in sets)
            foreach (var other in sets)
                permissions.Where(p => mine.Within(other).Holds(p) != (mine.Holds(p) && other.Holds(p))).ShouldBeEmpty($"{mine} within {other}");
    }

    [Theory]
    [InlineData("*:*:*", true)]
    [InlineData("jobs:*:*, *:*:*", true)]
    [InlineData("*:*:*, -jobs:read:own", false)]
    [InlineData("jobs:*:*", false)]
    [InlineData("", false)]
    public void Everything_is_everything_with_nothing_denied(string set, bool isEverything) => Set(set).IsEverything.ShouldBe(isEverything);

    [Fact]
    public void The_shortest_set_says_the_same()
    {
        var set = Set("jobs:read:all, jobs:*:*, jobs:read:all, articles:read:*, -jobs:work:all, -payments:*:*").Shortest();
        set.Grants.Select(p => p.ToString()).ShouldBe(["articles:read:*", "jobs:*:*"]);
        set.Denials.Select(p => p.ToString()).ShouldBe(["jobs:work:all"]);
    }

    internal static PermissionSet Set(string text)
    {
        var parts = text.Split(", ", StringSplitOptions.RemoveEmptyEntries);
        return new PermissionSet(
            [.. parts.Where(p => !p.StartsWith('-')).Select(Permission.Parse)], [.. parts.Where(p => p.StartsWith('-')).Select(p => Permission.Parse(p[1..]))]);
    }
}
