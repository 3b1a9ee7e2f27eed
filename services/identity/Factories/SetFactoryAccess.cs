using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;
using FactoryAccess = FactoryFlow.Identity.V1.FactoryAccess;
using Level = FactoryFlow.Identity.V1.FactoryAccess.Types.Level;

namespace FactoryFlow.Identity.Factories;

internal sealed partial class FactoryAccessService
{
    public override Task<FactoryAccess> SetFactoryAccess(SetFactoryAccessRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("user_id", request.UserId);
        var factory = check.Id("factory_id", request.FactoryId);
        check.That(request.AccessLevel is Level.Viewer or Level.Editor or Level.Admin, "access_level", "must be VIEWER, EDITOR or ADMIN");
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var (user, authority) = await Look(tx, context, id, factory);
            // Asked behind the lock: a factory that is deleted from here on takes this access along, since its deletion waits for the lock, too.
            // Whoever decides about this one only may not ask, and has shown that it is there.
            if (authority.HoldsEveryFactory) await factories.Require(factory, context.CancellationToken);
            var before = user.Factories.FirstOrDefault(f => f.FactoryId == factory);
            if (before is null && user.Factories.Count >= TokenFormat.MostFactories)
                throw Reasons.FactoriesTooMany.Refuse($"{user.Profile.Email} has access to {user.Factories.Count} factories; at most {TokenFormat.MostFactories} are allowed.");

            var level = EnumText.Of(request.AccessLevel);
            var after = before is null ? new FactoryAccessRow(id, factory, level, IsDefault: false, tx.Now) : before with { AccessLevel = level };
            if (after == before) return after.ToMessage();

            FactoryAccessStore.Set(tx, after);
            Changed(tx, user);
            tx.Audit("factory_access.set", "user", id, Changes.Between(before?.ToMessage(), after.ToMessage()));
            return after.ToMessage();
        });
    }
}
