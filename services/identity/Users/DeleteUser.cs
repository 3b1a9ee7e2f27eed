using FactoryFlow.Events.Tenancy;
using FactoryFlow.Identity.Cutoffs;
using FactoryFlow.Identity.Links;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Tenants;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FactoryFlow.Identity.Users;

internal sealed partial class UserService
{
    public override Task<Empty> DeleteUser(DeleteUserRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("user_id", request.UserId);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            UserStore.TakeTurn(tx);
            var (user, _) = await Look(tx, context, id, request.Etag);
            if (id == context.Caller().Subject) throw Reasons.SelfRefused.Refuse("Nobody deletes themselves. Ask another administrator.", "user_id");

            // Said before the user is gone, whose sessions go along.
            CutoffStore.OfUser(tx, id);
            LinkStore.Forget(tx, id);
            UserStore.Delete(tx, id);
            Limits.Give(tx, PlanLimit.MaxUsers);
            UserFacts.Deleted(tx, user);
            tx.Audit("user.deleted", "user", id, Changes.Between(user.ToAudited(tx.Personal), null));
            await Soundness.Require(tx, id, role: null, user.Rights().Effective.IsEverything);
            return new Empty();
        });
    }
}
