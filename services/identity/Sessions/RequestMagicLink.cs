using FactoryFlow.Identity.Mail;
using FactoryFlow.Identity.Tenants;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Errors;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace FactoryFlow.Identity.Sessions;

internal sealed partial class SessionService
{
    public override async Task<Empty> RequestMagicLink(RequestMagicLinkRequest request, ServerCallContext context)
    {
        var check = new Check();
        var slug = check.TypedSlug("tenant", request.Tenant);
        var email = check.Email("email", request.Email);
        check.Done();
        await MailStore.Request(db, context, MailKind.MagicLink, slug, email);
        return new Empty();
    }
}
