using System.Collections.Immutable;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace FactoryFlow.Platform.Tests.Auth;

/// <summary>
/// What a caller may do, beside a model that knows no matching: in a world of a few words every pattern is spelled out as the set
/// of concrete permissions that it stands for; what is held is the union of the grants without the union of the denials.
/// </summary>
public sealed class PermissionProperties
{
    private static readonly string[] Words = ["a", "b", "c"];

    private static readonly ImmutableArray<Permission> World =
        [.. from resource in Words from action in Words from scope in Words select new Permission(resource, action, scope)];

    private static readonly Gen<string> Segment = Gen.Elements("*", "a", "b", "c");

    private static readonly Gen<Permission> Patterns =
        from resource in Segment from action in Segment from scope in Segment select new Permission(resource, action, scope);

    private static readonly Gen<(Permission[] Grants, Permission[] Denials, Permission Required)> Cases =
        from grants in Patterns.ArrayOf() from denials in Patterns.ArrayOf() from required in Patterns select (grants, denials, required);

    [Fact]
    public void A_pattern_covers_what_all_that_it_stands_for_contains() => Check(Patterns.Two(), pair =>
        pair.Item1.Covers(pair.Item2) == Meaning(pair.Item2).IsSubsetOf(Meaning(pair.Item1)));

    [Fact]
    public void Two_patterns_overlap_when_they_share_anything() => Check(Patterns.Two(), pair =>
        pair.Item1.Overlaps(pair.Item2) == Meaning(pair.Item1).Overlaps(Meaning(pair.Item2)));

    [Fact]
    public void Of_concrete_permissions_a_caller_holds_what_is_granted_and_not_denied() => Check(Cases, c =>
        World.All(p => Caller(c.Grants, c.Denials).Holds(p) == Left(c.Grants, c.Denials).Contains(p)));

    [Fact]
    public void A_whole_pattern_is_held_when_one_grant_covers_it_and_nothing_of_it_is_denied() => Check(Cases, c =>
        Caller(c.Grants, c.Denials).Holds(c.Required)
        == (c.Grants.Any(g => Meaning(c.Required).IsSubsetOf(Meaning(g))) && !c.Denials.Any(d => Meaning(d).Overlaps(Meaning(c.Required)))));

    private static void Check<T>(Gen<T> cases, Func<T, bool> holds) => Prop.ForAll(Arb.From(cases), holds).Check(1000);

    private static HashSet<Permission> Left(Permission[] grants, Permission[] denials) => [.. grants.SelectMany(Meaning).Except(denials.SelectMany(Meaning))];

    private static HashSet<Permission> Meaning(Permission pattern) =>
    [
        .. from resource in WordsOf(pattern.Resource) from action in WordsOf(pattern.Action) from scope in WordsOf(pattern.Scope)
           select new Permission(resource, action, scope),
    ];

    private static string[] WordsOf(string segment) => segment == "*" ? Words : [segment];

    private static Caller Caller(Permission[] grants, Permission[] denials) => new()
    {
        Subject = Guid.Empty, TenantId = Guid.Empty, SessionId = Guid.Empty, Kind = Options.V1.Access.Types.Kind.Staff,
        Permissions = [.. grants], Denials = [.. denials],
    };
}
