using FactoryFlow.Identity.Mail;
using FactoryFlow.Identity.Tenants;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Errors;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FactoryFlow.Identity.Passwords;

internal sealed partial class PasswordService
{
    public override async Task<Empty> RequestPasswordReset(RequestPasswordResetRequest request, ServerCallContext context)
    {
        var check = new Check();
        var slug = check.TypedSlug("tenant", request.Tenant);
        var email = check.Email("email", request.Email);
        check.Done();
        await MailStore.Request(db, context, MailKind.PasswordReset, slug, email);
        return new Empty();
    }
}
