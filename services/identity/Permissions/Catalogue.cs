using System.Collections.Immutable;
using FactoryFlow.Identity.Roles;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using static FactoryFlow.Options.V1.Access.Types;

namespace FactoryFlow.Identity.Permissions;

/// <summary>
/// The permissions that there are: those that the RPCs for a tenant's people require, and those that a system role names already
/// before its RPCs are there. Read once from the descriptors.
/// </summary>
internal static class Catalogue
{
    private const int MostNear = 3;
    private static readonly ImmutableArray<Kind> Kinds = [Kind.Staff, Kind.Customer, Kind.Vendor];

    /// <summary>What RPCs require, by name.</summary>
    public static ImmutableArray<KnownPermission> Required { get; } =
    [
        .. from rule in RpcAccess.OfAllProtos.Rules
           where !rule.IsInternal && Kinds.Any(rule.Admits)
           from permission in rule.Permissions
           group rule by permission.ToString() into rules
           orderby rules.Key
           select new KnownPermission
           {
               Permission = rules.Key,
               Rpcs = { rules.Select(NameOf).Order(StringComparer.Ordinal) },
               Kinds = { Kinds.Where(kind => rules.Any(rule => rule.Admits(kind))) },
           },
    ];

    private static readonly ImmutableArray<Permission> OfCalls = [.. Required.Select(p => Platform.Auth.Permission.Parse(p.Permission))];

    // Where no call is there yet, system roles say what will be; but one that grants a whole area does not say what is in it.
    private static readonly ImmutableArray<Permission> OfCallsToCome =
    [
        .. SystemRole.OfTenants.Except([SystemRole.PortalAdmin]).SelectMany(role => role.Permissions).Distinct()
            .Select(Platform.Auth.Permission.Parse).Where(permission => !OfCalls.Any(call => call.Overlaps(permission))),
    ];

    /// <summary>Whether a grant or a denial would be about anything.</summary>
    public static bool Knows(Permission permission) => OfCalls.Concat(OfCallsToCome).Any(known => known.Overlaps(permission));

    /// <summary>The permissions that look most like a text, the nearest first.</summary>
    public static IEnumerable<string> Near(string text) =>
        Required.Select(p => p.Permission).OrderBy(known => Distance(known, text)).ThenBy(known => known, StringComparer.Ordinal).Take(MostNear);

    /// <summary>Permissions that somebody is granted or denied: each well formed and known, sorted and without repetitions.</summary>
    public static string[] Permissions(this Check check, string field, IReadOnlyList<string> given, int most)
    {
        if (!check.AtMost(field, given.Count, most)) return [];
        for (var i = 0; i < given.Count; i++) check.Permission($"{field}[{i}]", given[i]);
        return [.. given.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>One permission, well formed and known.</summary>
    public static Permission Permission(this Check check, string field, string given)
    {
        if (!Platform.Auth.Permission.TryParse(given, out var permission))
            check.Fault(field, $"is not a permission such as jobs:create:all; {Suggestion(given)}");
        else if (!Knows(permission))
            check.Fault(field, $"is no permission that any call requires; {Suggestion(given)}");
        return permission;
    }

    private static string Suggestion(string text) => $"there are {string.Join(", ", Near(text))}";

    private static string NameOf(RpcRule rule)
    {
        var service = rule.Path[..rule.Path.LastIndexOf('/')];
        return string.Concat(service.AsSpan(service.LastIndexOf('.') + 1), ".", rule.Path.AsSpan(service.Length + 1));
    }

    // Levenshtein's distance, of what one would read of a long text.
    private static int Distance(string one, string other)
    {
        var text = other.Length > 100 ? other[..100] : other;
        var row = Enumerable.Range(0, text.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= text.Length; j++)
            {
                var substituted = diagonal + (one[i - 1] == text[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
