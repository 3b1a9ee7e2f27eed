using FactoryFlow.Identity.Users;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Auth;
using Grpc.Core;
using static FactoryFlow.Identity.V1.Me.Types;
using static FactoryFlow.Options.V1.Access.Types;
using Level = FactoryFlow.Identity.V1.FactoryAccess.Types.Level;

namespace FactoryFlow.Identity.Me;

internal sealed partial class MeService
{
    public override async Task<V1.Me> GetMe(GetMeRequest request, ServerCallContext context)
    {
        var caller = context.Caller();
        var user = await db.Read(context, async tx =>
        {
            var known = UserStore.AskGrants(tx, caller.Subject);
            await tx.Flush();
            return known.Find(caller.Subject);
        });
        var (tenant, config, status) = caller.Kind is Kind.Platform ? (null, null, TenancyStatus.NoTenant) : await tenants.Of(caller.TenantId, context.CancellationToken);
        return new V1.Me
        {
            User = user?.ToMessage() ?? ByToken(caller),
            Tenant = tenant,
            Config = config,
            TenancyStatus = status,
            Permissions = { caller.Permissions.Select(p => p.ToString()) },
            Denials = { caller.Denials.Select(p => p.ToString()) },
            Factories = { caller.Factories.Select(access => Message(access, user)) },
        };
    }

    private static V1.User ByToken(Caller caller) =>
        new() { Id = caller.Subject.ToString(), Email = caller.Email ?? "", Name = caller.Name ?? "", Kind = caller.Kind, Roles = { caller.Roles } };

    private static V1.FactoryAccess Message(Platform.Auth.FactoryAccess access, Users.User? user) =>
        user?.Factories.FirstOrDefault(f => f.FactoryId == access.FactoryId)?.ToMessage()
        ?? new V1.FactoryAccess { FactoryId = access.FactoryId.ToString(), AccessLevel = Enum.Parse<Level>(access.Level.ToString()) };
}
