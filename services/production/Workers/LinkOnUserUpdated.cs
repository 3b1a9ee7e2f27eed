using FactoryFlow.Events.Identity;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Messages;

namespace FactoryFlow.Production.Workers;

/// <summary>Links a worker with one of the staff who has their address from now on. Other changes make no link, so that one which somebody took away stays away.</summary>
internal sealed class LinkOnUserUpdated : IFactHandler<UserUpdated>
{
    public static string Name => "link-on-user-updated";

    public Action<IReadOnlyList<UserUpdated>> Plan(TenantTx tx, IReadOnlyList<UserUpdated> facts) =>
        Introductions.Plan(tx, facts, f => f.IsEmailChanged ? StaffMember.Of(f.Kind, f.UserId, f.Email) : null);
}
