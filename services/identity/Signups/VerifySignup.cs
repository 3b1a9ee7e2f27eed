using FactoryFlow.Events.Identity;
using FactoryFlow.Identity.Links;
using FactoryFlow.Identity.Mail;
using FactoryFlow.Identity.Roles;
using FactoryFlow.Identity.Users;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using Grpc.Core;
using static FactoryFlow.Options.V1.Access.Types;
using User = FactoryFlow.Identity.Users.User;
using UserService = FactoryFlow.Identity.Users.UserService;

namespace FactoryFlow.Identity.Signups;

internal sealed partial class SignupService
{
    public override async Task<V1.User> VerifySignup(VerifySignupRequest request, ServerCallContext context)
    {
        var check = new Check();
        check.That(request.Token.Length > 0, "token", "is required");
        check.Done();
        var link = LinkStore.Read(request.Token);
        return await db.As(context, link.TenantId, async tx =>
        {
            UserStore.TakeTurn(tx);
            var id = await LinkStore.Use(tx, MailKind.Signup, link);
            var (taken, role) = (SignupStore.Take(tx, id), RoleStore.AskNamed(tx, [SystemRole.Buyer.Name]));
            await RequireOpen(tx, context.CancellationToken);
            var signup = taken.First ?? throw LinkStore.Invalid();
            var (email, name) = SealedProfile.Open(tx.Personal, signup.Id, signup.SealedProfile);
            var profile = new ProfileRow(tx.NewId(), email, name, TokenFormat.NameOf(Kind.Customer), "ACTIVE", null, [], [], 1, 0, tx.Now, tx.Now);
            var user = new User(tx.TenantId, profile, UserService.Pick(profile.Id, Kind.Customer, [SystemRole.Buyer.Name], role.Rows), []);

            var message = await newcomers.Add(tx, user, signup.PasswordHash, context.CancellationToken);
            tx.Publish(new InvitationAccepted { EventId = tx.NewId(), TenantId = tx.TenantId, OccurredAt = tx.Now, InvitationId = id, UserId = user.Id });
            tx.Audit("signup.verified", "user", user.Id);
            return message;
        });
    }
}
