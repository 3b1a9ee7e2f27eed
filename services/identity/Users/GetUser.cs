using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Identity.Users;

internal sealed partial class UserService
{
    public override Task<V1.User> GetUser(GetUserRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("user_id", request.UserId);
        check.Done();
        return db.Read(context, async tx =>
        {
            var known = UserStore.AskGrants(tx, id);
            await tx.Flush();
            return known.Find(id)?.ToMessage() ?? throw NotFound(id);
        });
    }
}
