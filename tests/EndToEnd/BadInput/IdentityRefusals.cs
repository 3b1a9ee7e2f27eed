using System.Text.Json.Nodes;
using static FactoryFlow.EndToEnd.Tests.BadInput.RefusalTests;

namespace FactoryFlow.EndToEnd.Tests.BadInput;

/// <summary>What the calls on invitations, signing up and keys of programs refuse.</summary>
internal static class IdentityRefusals
{
    public static IEnumerable<Row> Rows =>
    [
        .. Of("InvitationService.CreateInvitation",
            ("address missing", Remove("email"), 400, "INVALID_INPUT", "email"),
            ("name missing", Remove("name"), 400, "INVALID_INPUT", "name"),
            ("kind missing", Remove("kind"), 400, "INVALID_INPUT", "kind"),
            ("an unknown role", Set("roles", new JsonArray("foreman")), 404, "ROLE_NOT_FOUND", "roles[0]"),
            ("a customer who is staff", Set("kind", "CUSTOMER"), 400, "PERMISSION_NOT_FOR_KIND", "roles[0]"),
            ("somebody who is a user", Set("email", "worker@people.example"), 409, "USER_EMAIL_TAKEN", "email"),
            ("somebody who is invited", Set("email", "guest@people.example"), 409, "INVITATION_PENDING", "email")),
        .. Of("MeService.UpdateMe",
            ("a language that is none of ours", Set("language", "de"), 400, "INVALID_INPUT", "language"),
            ("a language with its country", Set("language", "es-MX"), 400, "INVALID_INPUT", "language"),
            ("decided on an older state", Set("etag", "0"), 409, "ETAG_MISMATCH", "etag")),
        .. Of("InvitationService.GetInvitation", ("unknown invitation", Set("invitationId", Nobody), 404, "INVITATION_NOT_FOUND", null)),
        .. Of("InvitationService.ResendInvitation", ("unknown invitation", Set("invitationId", Nobody), 404, "INVITATION_NOT_FOUND", null)),
        .. Of("InvitationService.RevokeInvitation", ("unknown invitation", Set("invitationId", Nobody), 404, "INVITATION_NOT_FOUND", null)),
        .. Of("InvitationService.AcceptInvitation",
            ("unknown token", Set("token", "none"), 400, "LINK_INVALID", "token"),
            ("password too short", Set("password", "short"), 400, "INVALID_INPUT", "password")),
        .. Of("SignupService.SignUp",
            ("tenant missing", Remove("tenant"), 400, "INVALID_INPUT", "tenant"),
            ("address missing", Remove("email"), 400, "INVALID_INPUT", "email"),
            ("password too short", Set("password", "short"), 400, "INVALID_INPUT", "password"),
            ("a tenant that there is not", Set("tenant", "no-such-tenant"), 403, "SIGNUP_REFUSED", null),
            ("a tenant that takes nobody", _ => { }, 403, "SIGNUP_REFUSED", null)),
        .. Of("SignupService.VerifySignup", ("unknown token", Set("token", "none"), 400, "LINK_INVALID", "token")),
        .. Of("ApiKeyService.CreateApiKey",
            ("name missing", Remove("name"), 400, "INVALID_INPUT", "name"),
            ("no permissions", Remove("permissions"), 400, "INVALID_INPUT", "permissions"),
            ("a permission that no call requires", Set("permissions", new JsonArray("job:create:all")), 400, "INVALID_INPUT", "permissions[0]"),
            ("an end that is over", Set("expireTime", "2020-01-01T00:00:00Z"), 400, "INVALID_INPUT", "expireTime"),
            ("an end far away", Set("expireTime", "2100-01-01T00:00:00Z"), 400, "INVALID_INPUT", "expireTime"),
            ("an unknown factory", c => c["factories"]![0]!["factoryId"] = Nobody, 404, "FACTORY_NOT_FOUND", "factories"),
            ("a factory without a level", c => c["factories"]![0]!.AsObject().Remove("accessLevel"), 400, "INVALID_INPUT", "factories[0].accessLevel")),
        .. Of("ApiKeyService.GetApiKey", ("unknown key", Set("apiKeyId", Nobody), 404, "API_KEY_NOT_FOUND", null)),
        .. Of("ApiKeyService.UpdateApiKey",
            ("unknown key", Set("apiKeyId", Nobody), 404, "API_KEY_NOT_FOUND", null),
            ("a field that does not change", Set("updateMask", "ownerId"), 400, "INVALID_INPUT", "updateMask"),
            ("decided on an older state", Set("etag", "0"), 409, "ETAG_MISMATCH", "etag")),
        .. Of("ApiKeyService.RevokeApiKey", ("unknown key", Set("apiKeyId", Nobody), 404, "API_KEY_NOT_FOUND", null)),
    ];
}
