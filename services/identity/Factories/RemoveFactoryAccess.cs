using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FactoryFlow.Identity.Factories;

internal sealed partial class FactoryAccessService
{
    public override Task<Empty> RemoveFactoryAccess(RemoveFactoryAccessRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("user_id", request.UserId);
        var factory = check.Id("factory_id", request.FactoryId);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            var (user, _) = await Look(tx, context, id, factory);
            var access = user.Factories.FirstOrDefault(f => f.FactoryId == factory)
                ?? throw Reasons.FactoryAccessNotFound.Refuse($"{user.Profile.Email} has no access to a factory {factory}.");
            FactoryAccessStore.Remove(tx, id, factory);
            Changed(tx, user);
            tx.Audit("factory_access.removed", "user", id, Changes.Between(access.ToMessage(), null));
            return new Empty();
        });
    }
}
