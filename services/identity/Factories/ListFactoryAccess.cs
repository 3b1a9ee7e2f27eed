using FactoryFlow.Identity.Users;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Identity.Factories;

internal sealed partial class FactoryAccessService
{
    public override Task<ListFactoryAccessResponse> ListFactoryAccess(ListFactoryAccessRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("user_id", request.UserId);
        check.Done();
        return db.Read(context, async tx =>
        {
            var known = UserStore.AskGrants(tx, id);
            await tx.Flush();
            var user = known.Find(id) ?? throw Users.UserService.NotFound(id);
            return new ListFactoryAccessResponse { Factories = { user.Factories.Select(f => f.ToMessage()) } };
        });
    }
}
