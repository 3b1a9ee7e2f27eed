using FactoryFlow.Events.Identity;
using FactoryFlow.Platform.Data;

namespace FactoryFlow.Identity.Users;

/// <summary>What others hear of a tenant's people.</summary>
internal static class UserFacts
{
    public static void Created(TenantTx tx, User user) => tx.Publish(new UserCreated
    {
        EventId = tx.NewId(), TenantId = tx.TenantId, OccurredAt = tx.Now,
        UserId = user.Id, Email = user.Profile.Email, Name = user.Profile.Name, Kind = user.Profile.Kind,
    });

    public static void Updated(TenantTx tx, User before, User user) => tx.Publish(new UserUpdated
    {
        EventId = tx.NewId(), TenantId = tx.TenantId, OccurredAt = tx.Now,
        UserId = user.Id, Email = user.Profile.Email, Name = user.Profile.Name, Kind = user.Profile.Kind,
        IsEmailChanged = user.Profile.Email != before.Profile.Email, IsActive = user.IsActive,
    });

    public static void Deleted(TenantTx tx, User user) => tx.Publish(new UserDeleted
    {
        EventId = tx.NewId(), TenantId = tx.TenantId, OccurredAt = tx.Now, UserId = user.Id, Kind = user.Profile.Kind,
    });
}
