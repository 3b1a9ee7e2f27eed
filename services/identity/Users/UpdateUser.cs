using FactoryFlow.Identity.Cutoffs;
using FactoryFlow.Identity.Factories;
using FactoryFlow.Identity.Links;
using FactoryFlow.Identity.Permissions;
using FactoryFlow.Identity.Roles;
using FactoryFlow.Identity.Sessions;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using Grpc.Core;
using static FactoryFlow.Options.V1.Access.Types;
using Status = FactoryFlow.Identity.V1.User.Types.Status;

namespace FactoryFlow.Identity.Users;

internal sealed partial class UserService
{
    public override Task<V1.User> UpdateUser(UpdateUserRequest request, ServerCallContext context)
    {
        var check = new Check();
        var id = check.Id("user_id", request.UserId);
        var wanted = Wanted.Of(check, request);
        check.Done();
        return db.Write(context, request, async tx =>
        {
            UserStore.TakeTurn(tx);
            var found = RoleStore.AskNamed(tx, wanted.Roles ?? []);
            var (before, authority) = await Look(tx, context, id, request.Etag);
            var after = wanted.Applied(before, found.Rows);
            if (before.ToMessage().Equals(after.ToMessage())) return before.ToMessage();

            after = after with { Profile = after.Profile with { Version = before.Profile.Version + 1, UpdateTime = tx.Now } };
            authority.Require(after.Rights().Effective, after.Profile.Email);
            RequireGivable(authority, before, after, isSelf: id == context.Caller().Subject);
            if (!after.IsActive && id == context.Caller().Subject)
                throw Reasons.SelfRefused.Refuse("Nobody deactivates themselves. Ask another administrator.", "status");

            Save(tx, before, after);
            await Soundness.Require(tx, id, role: null, before.Rights().Effective.IsEverything);
            return after.ToMessage();
        });
    }

    // A role counts by its name as well, where a workflow or an order asks for it: it is given by who has it, and nobody chooses their own.
    private static void RequireGivable(Authority authority, User before, User after, bool isSelf)
    {
        var (had, has) = (before.Roles.Select(r => r.RoleId).ToHashSet(), after.Roles.Select(r => r.RoleId).ToHashSet());
        authority.RequireRoles(after.Roles.Where(role => !had.Contains(role.RoleId)));
        // Whoever reads somebody's mail signs in as them, with every role that they have.
        if (before.Profile.Email != after.Profile.Email) authority.RequireRoles(before.Roles);
        if (isSelf && !had.SetEquals(has) && !authority.HoldsEverything)
            throw Reasons.SelfRefused.Refuse("Nobody changes their own roles, unless they hold everything. Ask another administrator.", "roles");
    }

    // Writes what became of somebody, and sees to it that what they hold in their hands agrees with it.
    private static void Save(TenantTx tx, User before, User after)
    {
        CutoffStore.OfUser(tx, after.Id);
        if (before.IsActive && !after.IsActive) SessionStore.EndAll(tx, after.Id);
        // Whoever reads the old address has no business in the account any more.
        if (before.Profile.Email != after.Profile.Email) LinkStore.Forget(tx, after.Id);
        UserStore.Save(tx, after);
        FactoryAccessStore.Choose(tx, after.Id, after.Factories.FirstOrDefault(f => f.IsDefault)?.FactoryId);
        UserFacts.Updated(tx, before, after);
        tx.Audit("user.updated", "user", after.Id, Changes.Between(before.ToAudited(tx.Personal), after.ToAudited(tx.Personal)));
    }

    /// <summary>What a request changes; null where something stays as it is.</summary>
    private sealed record Wanted(string? Email, string? Name, Status? Status, List<string>? Roles, string? VendorId, string? DefaultFactoryId, string? Language)
    {
        public static Wanted Of(Check check, UpdateUserRequest request)
        {
            var mask = UpdateMask.Of(check, request, "email", "name", "status", "roles", "vendor_id", "default_factory_id", "language");
            if (mask.Has("status")) check.That(request.Status is V1.User.Types.Status.Active or V1.User.Types.Status.Inactive, "status", "must be ACTIVE or INACTIVE");
            if (mask.Has("vendor_id")) check.Id("vendor_id", request.VendorId);
            if (mask.Has("default_factory_id") && request.DefaultFactoryId.Length > 0) check.Id("default_factory_id", request.DefaultFactoryId);
            return new Wanted(
                mask.Has("email") ? check.Email("email", request.Email) : null,
                mask.Has("name") ? check.Text("name", request.Name, 1, LongestName) : null,
                mask.Has("status") ? request.Status : null,
                mask.Has("roles") ? CheckRoles(check, request.Roles) : null,
                mask.Has("vendor_id") ? request.VendorId : null,
                mask.Has("default_factory_id") ? request.DefaultFactoryId : null,
                mask.Has("language") ? CheckLanguage(check, request.Language) ?? "" : null);
        }

        public User Applied(User user, IReadOnlyList<RoleRow> found)
        {
            if (VendorId is not null && user.Kind is not Kind.Vendor)
                throw CommonReasons.InvalidInput.Refuse("vendor_id is for the people of a VENDOR only.", "vendor_id");
            var profile = user.Profile with
            {
                Email = Email ?? user.Profile.Email,
                Name = Name ?? user.Profile.Name,
                Status = Status is { } status ? EnumText.Of(status) : user.Profile.Status,
                VendorId = VendorId is { } vendor ? Guid.Parse(vendor) : user.Profile.VendorId,
                Language = Language switch { null => user.Profile.Language, "" => null, _ => Language },
            };
            return user with { Profile = profile, Roles = Roles is null ? user.Roles : Pick(user.Id, user.Kind, Roles, found), Factories = Chosen(user.Factories) };
        }

        private IReadOnlyList<FactoryAccessRow> Chosen(IReadOnlyList<FactoryAccessRow> factories)
        {
            if (DefaultFactoryId is null) return factories;
            Guid? chosen = DefaultFactoryId.Length == 0 ? null : Guid.Parse(DefaultFactoryId);
            if (chosen is { } id && factories.All(f => f.FactoryId != id))
                throw Reasons.FactoryAccessNotFound.Refuse($"They have no access to a factory {id}: give it first.", "default_factory_id");
            return [.. factories.Select(f => f with { IsDefault = f.FactoryId == chosen })];
        }
    }
}
