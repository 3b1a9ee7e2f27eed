using FactoryFlow.Events.Identity;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Messages;

namespace FactoryFlow.Production.Workers;

/// <summary>Links a worker with somebody new who has their address. Staff only: an administrator entered or invited them, nobody signs up as one.</summary>
internal sealed class LinkOnUserCreated : IFactHandler<UserCreated>
{
    public static string Name => "link-on-user-created";

    public Action<IReadOnlyList<UserCreated>> Plan(TenantTx tx, IReadOnlyList<UserCreated> facts) =>
        Introductions.Plan(tx, facts, f => StaffMember.Of(f.Kind, f.UserId, f.Email));
}
