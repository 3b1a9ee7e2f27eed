using FactoryFlow.Identity.Mail;
using FactoryFlow.Identity.Tenants;
using FactoryFlow.Identity.Users;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using UserService = FactoryFlow.Identity.Users.UserService;

namespace FactoryFlow.Identity.Signups;

internal sealed partial class SignupService
{
    public override async Task<Empty> SignUp(SignUpRequest request, ServerCallContext context)
    {
        var check = new Check();
        check.That(request.Tenant.Length > 0, "tenant", "is required");
        var slug = check.TypedSlug("tenant", request.Tenant);
        var email = check.Email("email", request.Email);
        var name = check.Text("name", request.Name, 1, UserService.LongestName);
        var password = check.NewPassword("password", request.Password);
        check.Done();

        var tenant = await TenantStore.FindTyped(db, context, slug) ?? throw Refused();
        await db.As(context, tenant, async tx =>
        {
            await RequireOpen(tx, context.CancellationToken);
            return true;
        });
        // Nobody is looked for here, and every password is hashed: whoever waits for the answer learns nothing from it.
        var hash = await HashOf(password, context.CancellationToken);
        return await db.As(context, tenant, tx =>
        {
            var id = tx.NewId();
            var signup = new SignupRow(id, SealedProfile.Seal(tx.Personal, id, email, name), hash);
            var mail = MailStore.Add(tx, MailKind.Signup, MailStore.AskedOf(MailKind.Signup, slug, email), email, signup.Id, context.SpokenLanguage());
            SignupStore.Add(tx, signup, mail);
            tx.Audit("signup.requested", "mail", mail);
            return Task.FromResult(new Empty());
        });
    }

    private async Task<string> HashOf(string password, CancellationToken ct)
    {
        using var place = await hashing.Take(ct);
        return await place.Hash(password);
    }
}
