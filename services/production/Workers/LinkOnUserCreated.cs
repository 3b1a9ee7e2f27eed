using FactoryFlow.Events.Identity;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Messages;
using static FactoryFlow.Options.V1.Access.Types;

namespace FactoryFlow.Production.Workers;

/// <summary>Links a worker with somebody new who has their address. Staff only: an administrator entered or invited them, nobody signs up as one.</summary>
internal sealed class LinkOnUserCreated : IFactHandler<UserCreated>
{
    public static string Name => "link-on-user-created";

    public Action<IReadOnlyList<UserCreated>> Plan(TenantTx tx, IReadOnlyList<UserCreated> facts)
    {
        var link = Introductions.Plan(tx, People(facts));
        return fresh => link(People(fresh));
    }

    private static StaffMember[] People(IEnumerable<UserCreated> facts) =>
        [.. facts.Where(f => f.Kind == TokenFormat.NameOf(Kind.Staff)).Select(f => new StaffMember(f.UserId, f.Email))];
}
