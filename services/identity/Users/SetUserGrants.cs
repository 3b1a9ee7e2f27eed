using FactoryFlow.Identity.Permissions;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Identity.Users;

internal sealed partial class UserService
{
    private const int MostGrants = 50;

    public override Task<V1.User> SetUserGrants(SetUserGrantsRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("user_id", request.UserId);
        var grants = check.Permissions("grants", request.Grants, MostGrants);
        var denials = check.Permissions("denials", request.Denials, MostGrants);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            UserStore.TakeTurn(tx);
            var (before, authority) = await Look(tx, context, id, request.Etag);
            RequireForKind(before.Kind, grants, "The request", "grants");
            var profile = before.Profile;
            if (grants.SequenceEqual(profile.Grants) && denials.SequenceEqual(profile.Denials)) return before.ToMessage();

            var after = before with { Profile = profile with { Grants = grants, Denials = denials, Version = profile.Version + 1, UpdateTime = tx.Now } };
            authority.Require(after.Rights().Effective, profile.Email);
            Save(tx, before, after);
            await Soundness.Require(tx, id, role: null, before.Rights().Effective.IsEverything);
            return after.ToMessage();
        });
    }
}
