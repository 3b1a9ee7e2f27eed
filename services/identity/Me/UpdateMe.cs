using FactoryFlow.Identity.Users;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;
using UserService = FactoryFlow.Identity.Users.UserService;

namespace FactoryFlow.Identity.Me;

internal sealed partial class MeService
{
    public override Task<V1.User> UpdateMe(UpdateMeRequest request, ServerCallContext context)
    {
        var check = new Check();
        var language = UserService.CheckLanguage(check, request.Language);
        check.Done();
        var caller = context.Caller().Subject;
        return db.Write(context, request, async tx =>
        {
            UserStore.TakeTurn(tx);
            var known = UserStore.AskGrants(tx, caller);
            await tx.Flush();
            var before = known.Find(caller) ?? throw Reasons.UserNotFound.Refuse("The user who calls is there no longer.");
            Etag.Require(request.Etag, before.Profile.Version);
            if (!request.HasLanguage || language == before.Profile.Language) return before.ToMessage();

            var after = before with { Profile = before.Profile with { Language = language, Version = before.Profile.Version + 1, UpdateTime = tx.Now } };
            UserStore.Choose(tx, after.Profile);
            UserFacts.Updated(tx, before, after);
            tx.Audit("user.updated", "user", after.Id, Changes.Between(before.ToAudited(tx.Personal), after.ToAudited(tx.Personal)));
            return after.ToMessage();
        });
    }
}
