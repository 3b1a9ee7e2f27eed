using System.Collections.Immutable;
using FactoryFlow.Platform.Auth;

namespace FactoryFlow.Identity.Permissions;

/// <summary>
/// What somebody may do: what is granted to them, less what is denied. Wildcards are kept, so that a set speaks of permissions that
/// are still to come, too.
/// </summary>
internal sealed record PermissionSet(ImmutableArray<Permission> Grants, ImmutableArray<Permission> Denials)
{
    public static readonly PermissionSet Nothing = new([], []);

    /// <summary>What a verified token allows.</summary>
    public static PermissionSet Of(Caller caller) => new(caller.Permissions, caller.Denials);

    /// <summary>What these grant, with nothing denied.</summary>
    public static PermissionSet Granting(IEnumerable<string> permissions) => new([.. permissions.Select(Permission.Parse)], []);

    /// <summary>Whether there is nothing that it does not allow.</summary>
    public bool IsEverything => Denials.IsEmpty && Grants.Contains(Permission.Everything);

    public bool Holds(Permission required) => !Denials.Any(d => d.Overlaps(required)) && Grants.Any(g => g.Covers(required));

    /// <summary>
    /// Something that the other set allows and this one does not; null when there is nothing. Errs on the side of finding something:
    /// what only several grants together cover counts as not held.
    /// </summary>
    public Permission? Lacks(PermissionSet other)
    {
        foreach (var grant in other.Grants.Where(g => !other.Denials.Any(d => d.Covers(g))))
        {
            if (!Grants.Any(g => g.Covers(grant))) return grant;
            foreach (var denial in Denials)
                if (denial.Overlap(grant) is { } part && !other.Denials.Any(d => d.Covers(part)))
                    return part;
        }

        return null;
    }

    /// <summary>What both allow.</summary>
    public PermissionSet Within(PermissionSet most)
    {
        var common = Grants.SelectMany(grant => most.Grants.Select(other => grant.Overlap(other))).OfType<Permission>();
        return new PermissionSet([.. common], [.. Denials, .. most.Denials]).Shortest();
    }

    /// <summary>The same grants without those that another one covers, in a fixed order, and only the denials that take some of them away.</summary>
    public PermissionSet Shortest()
    {
        var distinct = Grants.Distinct().ToList();
        return new PermissionSet(
            [.. distinct.Where(g => !distinct.Exists(other => other != g && other.Covers(g))).OrderBy(g => g.ToString(), StringComparer.Ordinal)],
            [.. Denials.Distinct().Where(d => distinct.Exists(g => g.Overlaps(d))).OrderBy(d => d.ToString(), StringComparer.Ordinal)]);
    }
}
