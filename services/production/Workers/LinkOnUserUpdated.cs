using FactoryFlow.Events.Identity;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Messages;
using static FactoryFlow.Options.V1.Access.Types;

namespace FactoryFlow.Production.Workers;

/// <summary>Links a worker with one of the staff who has their address from now on. Other changes make no link, so that one which somebody took away stays away.</summary>
internal sealed class LinkOnUserUpdated : IFactHandler<UserUpdated>
{
    public static string Name => "link-on-user-updated";

    public Action<IReadOnlyList<UserUpdated>> Plan(TenantTx tx, IReadOnlyList<UserUpdated> facts)
    {
        var link = Introductions.Plan(tx, People(facts));
        return fresh => link(People(fresh));
    }

    private static StaffMember[] People(IEnumerable<UserUpdated> facts) =>
        [.. facts.Where(f => f.IsEmailChanged && f.Kind == TokenFormat.NameOf(Kind.Staff)).Select(f => new StaffMember(f.UserId, f.Email))];
}
