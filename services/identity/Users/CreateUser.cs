using FactoryFlow.Identity.Permissions;
using FactoryFlow.Identity.Roles;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using Grpc.Core;

namespace FactoryFlow.Identity.Users;

internal sealed partial class UserService
{
    public override async Task<V1.User> CreateUser(CreateUserRequest request, ServerCallContext context)
    {
        var check = new Check();
        var email = check.Email("email", request.Email);
        var name = check.Text("name", request.Name, 1, LongestName);
        var password = request.Password.Length == 0 ? null : check.NewPassword("password", request.Password);
        var roles = CheckRoles(check, request.Roles);
        var vendor = CheckKind(check, request.Kind, request.VendorId);
        var language = CheckLanguage(check, request.Language);
        check.Done();

        var hash = password is null ? null : await HashOf(password, context.CancellationToken);
        return await db.Write(context, request, async tx =>
        {
            UserStore.TakeTurn(tx);
            var (found, known) = (RoleStore.AskNamed(tx, roles), UserStore.AskGrants(tx, context.Caller().Subject));
            await tx.Flush();
            var profile = new ProfileRow(tx.NewId(), email, name, TokenFormat.NameOf(request.Kind), "ACTIVE", vendor, [], [], 1, 0, tx.Now, tx.Now, language);
            var user = new User(tx.TenantId, profile, Pick(profile.Id, request.Kind, roles, found.Rows), []);
            var authority = Authority.Of(context.Caller(), known);
            authority.Require(user.Rights().Effective, email);
            authority.RequireRoles(user.Roles);
            return await newcomers.Add(tx, user, hash, context.CancellationToken);
        });
    }

    private async Task<string> HashOf(string password, CancellationToken ct)
    {
        using var place = await hashing.Take(ct);
        return await place.Hash(password);
    }
}
