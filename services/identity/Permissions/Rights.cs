using System.Collections.Immutable;
using FactoryFlow.Platform.Auth;
using static FactoryFlow.Options.V1.Access.Types;

namespace FactoryFlow.Identity.Permissions;

/// <summary>
/// What somebody may do and where it comes from. Staff and vendors: what their roles grant and what is granted to themselves. Customers:
/// what is granted to themselves, where anything is, else what their roles grant. Less their denials; never more than their kind may hold.
/// </summary>
internal sealed class Rights
{
    private readonly Kind _kind;
    private readonly ImmutableArray<Permission> _denials;

    private Rights(Kind kind, ImmutableArray<Source> sources, ImmutableArray<Permission> denials)
    {
        (_kind, Sources, _denials) = (kind, sources, denials);
        Effective = new PermissionSet([.. sources.SelectMany(s => s.Effective)], denials).Shortest();
    }

    /// <summary>Every permission that something grants, with what becomes of it.</summary>
    public ImmutableArray<Source> Sources { get; }

    /// <summary>What counts: what a token carries.</summary>
    public PermissionSet Effective { get; }

    public static Rights Of(Kind kind, IEnumerable<(string Name, string[] Permissions)> roles, string[] grants, string[] denials)
    {
        var denied = denials.Select(Permission.Parse).ToImmutableArray();
        var isReplaced = kind is Kind.Customer && grants.Length > 0;
        var sources = roles.SelectMany(role => role.Permissions.Select(text => SourceOf(text, role.Name)))
            .Concat(grants.Select(text => SourceOf(text, role: null)));
        return new Rights(kind, [.. sources], denied);

        Source SourceOf(string text, string? role)
        {
            var permission = Permission.Parse(text);
            var replaced = isReplaced && role is not null;
            return new Source(
                permission, role, replaced, replaced ? [] : [.. KindLimits.Within(kind, permission)], [.. denied.Where(d => d.Overlaps(permission))]);
        }
    }

    /// <summary>Whether they hold a permission, and why in a sentence.</summary>
    public (bool IsAllowed, string Why) Explain(Permission permission)
    {
        if (Effective.Holds(permission))
            return (true, $"Held: {Sources.First(s => s.Effective.Any(e => e.Covers(permission)))} grants it.");
        if (Sources.FirstOrDefault(s => s.Permission.Covers(permission)) is not { } source)
            return (false, "Not held: no role and no grant of their own covers it.");
        if (_denials.FirstOrDefault(d => d.Covers(permission)) is { Resource: not null } denial)
            return (false, $"Not held: {source} grants it, but their denial {denial} takes it away.");
        if (!KindLimits.Allow(_kind, permission))
            return (false, $"Not held: {source} grants it, but a {TokenFormat.NameOf(_kind)} may hold at most {string.Join(", ", KindLimits.Of(_kind))}.");
        return (false, $"Not held: {source} grants it, but the customer's own grants stand in place of those of their roles.");
    }

    /// <summary>One permission that a role or, without a role, their own grant gives them.</summary>
    /// <param name="Permission">As it is granted.</param>
    /// <param name="Role">The role; null for a grant of their own.</param>
    /// <param name="IsReplaced">Whether a customer's own grants stand in its place.</param>
    /// <param name="Effective">What of it counts for their kind, before the denials.</param>
    /// <param name="DeniedBy">The denials that take some or all of it away.</param>
    internal sealed record Source(Permission Permission, string? Role, bool IsReplaced, ImmutableArray<Permission> Effective, ImmutableArray<Permission> DeniedBy)
    {
        public override string ToString() => Role is null ? $"their own grant {Permission}" : $"the role {Role} ({Permission})";
    }
}
