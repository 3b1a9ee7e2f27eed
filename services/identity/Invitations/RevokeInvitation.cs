using FactoryFlow.Identity.Links;
using FactoryFlow.Identity.Users;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FactoryFlow.Identity.Invitations;

internal sealed partial class InvitationService
{
    public override Task<Empty> RevokeInvitation(RevokeInvitationRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("invitation_id", request.InvitationId);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            UserStore.TakeTurn(tx);
            var found = InvitationStore.Ask(tx, id);
            await tx.Flush();
            var before = found.First?.Open(tx.Personal) ?? throw NotFound(id);
            if (before.AcceptTime is not null) throw Reasons.InvitationEnded.Refuse("The invitation was accepted. Deactivate or delete the user who came of it.");
            if (before.RevokeTime is not null) return new Empty();

            var after = before with { RevokeTime = tx.Now };
            InvitationStore.Save(tx, after);
            LinkStore.Forget(tx, id);
            tx.Audit("invitation.revoked", "invitation", id, Changes.Between(before.ToAudited(tx), after.ToAudited(tx)));
            return new Empty();
        });
    }
}
