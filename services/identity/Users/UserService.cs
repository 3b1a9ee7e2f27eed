using FactoryFlow.Identity.Permissions;
using FactoryFlow.Identity.Roles;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Languages;
using Google.Protobuf.Collections;
using Grpc.Core;
using static FactoryFlow.Options.V1.Access.Types;

namespace FactoryFlow.Identity.Users;

/// <summary>The RPCs on a tenant's people, one file each.</summary>
internal sealed partial class UserService(TenantDb db, HashingQueue hashing, Newcomers newcomers) : V1.UserService.UserServiceBase
{
    internal const int LongestName = 200;
    private const int MostRoles = 20;

    internal static Refusal NotFound(Guid id) => Reasons.UserNotFound.Refuse($"There is no user {id}.");

    // Reads somebody who is to be changed, behind the turn that the slice has taken.
    private static async Task<(User User, Authority Authority)> Look(TenantTx tx, ServerCallContext context, Guid id, string etag)
    {
        var known = UserStore.AskGrants(tx, id, context.Caller().Subject);
        await tx.Flush();
        var user = known.Find(id) ?? throw NotFound(id);
        Etag.Require(etag, user.Profile.Version);
        var authority = Authority.Of(context.Caller(), known);
        authority.Require(user.Rights().Effective, user.Profile.Email);
        authority.RequireFactories(user);
        return (user, authority);
    }

    /// <summary>The kind of somebody new, and the vendor whom only a VENDOR has.</summary>
    internal static Guid? CheckKind(Check check, Kind kind, string vendor)
    {
        check.That(kind is Kind.Staff or Kind.Customer or Kind.Vendor, "kind", "must be STAFF, CUSTOMER or VENDOR");
        if (kind is Kind.Vendor) return check.Id("vendor_id", vendor);
        check.That(vendor.Length == 0, "vendor_id", "is for the people of a VENDOR only");
        return null;
    }

    /// <summary>The language that somebody is spoken to in; null for the one that each request prefers.</summary>
    internal static string? CheckLanguage(Check check, string language)
    {
        if (language.Length == 0) return null;
        check.That(Language.IsOurs(language), "language", "must be en, es or fr, or empty");
        return language;
    }

    /// <summary>The names of roles that are given.</summary>
    internal static List<string> CheckRoles(Check check, RepeatedField<string> given)
    {
        if (!check.AtMost("roles", given.Count, MostRoles)) return [];
        return [.. given.Select((name, i) => check.Text($"roles[{i}]", name, 1, 63))];
    }

    /// <summary>The roles of these names, as somebody of the kind may have them.</summary>
    /// <exception cref="Refusal">ROLE_NOT_FOUND and PERMISSION_NOT_FOR_KIND.</exception>
    internal static List<UserRoleRow> Pick(Guid user, Kind kind, List<string> names, IReadOnlyList<RoleRow> found)
    {
        var roles = new List<UserRoleRow>();
        for (var i = 0; i < names.Count; i++)
        {
            var role = found.FirstOrDefault(r => r.Name.Equals(names[i], StringComparison.OrdinalIgnoreCase))
                ?? throw Reasons.RoleNotFound.Refuse($"There is no role {names[i]}.", $"roles[{i}]");
            RequireForKind(kind, role.Permissions, $"The role {role.Name}", $"roles[{i}]");
            if (!roles.Exists(r => r.RoleId == role.Id)) roles.Add(new UserRoleRow(user, role.Id, role.Name, role.Permissions));
        }

        return [.. roles.OrderBy(r => r.Name, StringComparer.Ordinal)];
    }

    private static void RequireForKind(Kind kind, IEnumerable<string> permissions, string whose, string field)
    {
        if (permissions.FirstOrDefault(p => !KindLimits.Allow(kind, Permission.Parse(p))) is { } excess)
            throw Reasons.PermissionNotForKind.Refuse($"{whose} grants {excess}; a {TokenFormat.NameOf(kind)} may hold at most {string.Join(", ", KindLimits.Of(kind))}.", field);
    }
}
