using FactoryFlow.Identity.Factories;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Users;

/// <summary>The answers about some users and what they may do. Each question sees what is committed by then, the profile's first.</summary>
internal sealed record Grants(TenantTx Tx, Answer<StoredProfileRow> Profiles, Answer<UserRoleRow> Roles, Answer<FactoryAccessRow> Factories)
{
    /// <summary>The users, in the order in which they came.</summary>
    public IEnumerable<User> Users()
    {
        var (roles, factories) = (Roles.Rows.ToLookup(r => r.UserId), Factories.Rows.ToLookup(f => f.UserId));
        return Profiles.Rows.Select(p => new User(Tx.TenantId, p.Open(Tx.Personal), [.. roles[p.Id]], [.. factories[p.Id]]));
    }

    /// <summary>One of them; null when there is no such user.</summary>
    public User? Find(Guid id) => Users().FirstOrDefault(u => u.Id == id);
}
