namespace FactoryFlow.EndToEnd.Tests.Api.Calls;

/// <summary>The smallest fine calls of identity's RPCs.</summary>
internal static class IdentityCalls
{
    public static readonly Dictionary<string, Func<Ground, object>> Table = new()
    {
        ["KeyService.GetJsonWebKeySet"] = _ => new { },
        ["KeyService.ListSigningKeys"] = _ => new { pageSize = 2 },
        ["KeyService.RotateSigningKeys"] = _ => new { },
        ["KeyService.WithdrawSigningKey"] = g => new { kid = g.SpareKey },
        ["SessionService.SignIn"] = g => new { tenant = g.Factory.Slug, email = Factory.EmailOf(g.Factory.Slug), password = Factory.Password },
        ["SessionService.RefreshSession"] = _ => new { refreshToken = "none" },
        ["SessionService.SignOut"] = _ => new { refreshToken = "none" },
        ["SessionService.RequestMagicLink"] = g => new { tenant = g.Factory.Slug, email = Factory.EmailOf(g.Factory.Slug) },
        ["SessionService.VerifyMagicLink"] = _ => new { token = "none" },
        ["SessionService.ListSessions"] = g => new { userId = g.Owner, pageSize = 2 },
        ["SessionService.RevokeSession"] = g => new { sessionId = g.Session },
        ["SessionService.RevokeAllSessions"] = g => new { userId = g.Owner },
        ["PasswordService.RequestPasswordReset"] = g => new { tenant = g.Factory.Slug, email = Factory.EmailOf(g.Factory.Slug) },
        ["PasswordService.ConfirmPasswordReset"] = _ => new { token = "none", newPassword = Factory.Password },
        ["PasswordService.ChangePassword"] = _ => new { currentPassword = Factory.Password, newPassword = Factory.Password },

        ["UserService.CreateUser"] = g => new { email = g.Factory.Next("m") + "@people.example", name = "Somebody", password = Factory.Password, kind = "STAFF", roles = new[] { "worker" } },
        ["UserService.GetUser"] = g => new { userId = g.User },
        ["UserService.ListUsers"] = _ => new { pageSize = 2, kind = "STAFF", status = "ACTIVE", email = "nobody@people.example" },
        ["UserService.UpdateUser"] = g => new { userId = g.User, name = "Renamed", status = "ACTIVE", roles = new[] { "supervisor" }, defaultFactoryId = g.Place, etag = "", updateMask = "name,status,roles,defaultFactoryId" },
        ["UserService.DeleteUser"] = g => new { userId = g.Spare.User, etag = "" },
        ["UserService.SetUserGrants"] = g => new { userId = g.User, grants = new[] { "jobs:create:all" }, denials = new[] { "articles:*:*" }, etag = "" },
        ["UserService.UnlockUser"] = g => new { userId = g.User, tenantId = g.Factory.TenantId },
        ["UserService.GetEffectivePermissions"] = g => new { userId = g.User, permission = "jobs:create:all" },
        ["RoleService.CreateRole"] = g => new { name = g.Factory.Next("M"), permissions = new[] { "jobs:create:all" } },
        ["RoleService.GetRole"] = g => new { roleId = g.Role },
        ["RoleService.ListRoles"] = _ => new { pageSize = 2 },
        ["RoleService.UpdateRole"] = g => new { roleId = g.Role, name = "Renamed", permissions = new[] { "jobs:create:all" }, etag = "", updateMask = "name,permissions" },
        ["RoleService.DeleteRole"] = g => new { roleId = g.Spare.Role, etag = "" },
        ["RoleService.ListPermissions"] = _ => new { },
        ["FactoryAccessService.SetFactoryAccess"] = g => new { userId = g.User, factoryId = g.Place, accessLevel = "EDITOR" },
        ["FactoryAccessService.RemoveFactoryAccess"] = g => new { userId = g.User, factoryId = g.SparePlace },
        ["FactoryAccessService.ListFactoryAccess"] = g => new { userId = g.User },
        ["InvitationService.CreateInvitation"] = g => new { email = g.Factory.Next("m") + "@people.example", name = "Somebody", kind = "STAFF", roles = new[] { "worker" } },
        ["InvitationService.GetInvitation"] = g => new { invitationId = g.Invitations.Pending },
        ["InvitationService.ListInvitations"] = _ => new { pageSize = 2 },
        ["InvitationService.ResendInvitation"] = g => new { invitationId = g.Invitations.Pending },
        ["InvitationService.RevokeInvitation"] = g => new { invitationId = g.Invitations.Spare },
        ["InvitationService.AcceptInvitation"] = _ => new { token = "none", password = Factory.Password },
        ["SignupService.SignUp"] = g => new { tenant = g.Factory.Slug, email = "customer@people.example", name = "A customer", password = Factory.Password },
        ["SignupService.VerifySignup"] = _ => new { token = "none" },
        ["ApiKeyService.CreateApiKey"] = g => new
        {
            name = g.Factory.Next("M"), permissions = new[] { "jobs:create:all" }, factories = new[] { new { factoryId = g.Place, accessLevel = "EDITOR" } },
            expireTime = DateTimeOffset.UtcNow.AddDays(30).ToString("yyyy-MM-dd'T'00:00:00'Z'", System.Globalization.CultureInfo.InvariantCulture),
        },
        ["ApiKeyService.GetApiKey"] = g => new { apiKeyId = g.ApiKeys.Used },
        ["ApiKeyService.ListApiKeys"] = _ => new { pageSize = 2 },
        ["ApiKeyService.UpdateApiKey"] = g => new { apiKeyId = g.ApiKeys.Used, name = "Renamed", permissions = new[] { "jobs:read:all" }, etag = "", updateMask = "name,permissions" },
        ["ApiKeyService.RevokeApiKey"] = g => new { apiKeyId = g.ApiKeys.Spare },
        ["MeService.GetMe"] = _ => new { },
        ["MeService.UpdateMe"] = _ => new { language = "en", etag = "" },
    };
}
