using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Identity.Invitations;

internal sealed partial class InvitationService
{
    public override Task<Invitation> GetInvitation(GetInvitationRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("invitation_id", request.InvitationId);
        check.Done();
        return db.Read(context, async tx =>
        {
            var found = InvitationStore.Ask(tx, id);
            await tx.Flush();
            return found.First?.Open(tx.Personal).ToMessage(tx.Now) ?? throw NotFound(id);
        });
    }
}
