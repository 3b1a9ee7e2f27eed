using FactoryFlow.Identity.Roles;
using FactoryFlow.Identity.Tests.Support;

namespace FactoryFlow.Identity.Tests.Roles;

public sealed class RatesPermissionTests(IdentityFixture fixture)
{
    [Fact]
    public async Task What_a_tenant_gave_itself_goes_on_meaning_as_much_once_rates_have_a_permission_of_their_own()
    {
        await using var server = await fixture.Apart();
        var owner = await server.OpenAsOwner();
        var (update, all, read, everything) = (await owner.Role("articles:update:all"), await owner.Role("articles:*:*", "jobs:read:all"), await owner.Role("articles:read:all"), await owner.Role("*:*:*"));
        var user = await owner.Create(roles: "worker");
        await owner.Grant(user.Id, ["articles:update:all"], []);
        var other = await owner.Create(roles: "worker");
        await owner.Grant(other.Id, [], ["articles:*:*"]);
        var key = await owner.MakeKey("articles:update:all");
        var supervisor = await Of("select permissions::text from roles where name = 'supervisor' and tenant_id = $1", owner.Factory.TenantId);

        // What the migration found was there before it: it is applied once more over what was made since.
        await using (var file = typeof(SystemRole).Assembly.GetManifestResourceStream("FactoryFlow.Identity.Migrations.0015_rates_are_set_by_who_may_set_rates.sql")!)
        using (var reader = new StreamReader(file))
            await fixture.Sql(server, await reader.ReadToEndAsync(TestContext.Current.CancellationToken));

        (await Permissions(update.Id)).ShouldBe("{articles:update:all,rates:create:all}");
        (await Permissions(all.Id)).ShouldBe("{articles:*:*,jobs:read:all,rates:create:all}");
        (await Permissions(read.Id)).ShouldBe("{articles:read:all}");
        (await Permissions(everything.Id)).ShouldBe("{*:*:*}");
        (await Of("select permissions::text from api_keys where id = $1", Guid.Parse(key.Id))).ShouldBe("{articles:update:all,rates:create:all}");
        (await Of("select grants::text || denials::text from users where id = $1", Guid.Parse(user.Id))).ShouldBe("{articles:update:all,rates:create:all}{}");
        (await Of("select grants::text || denials::text from users where id = $1", Guid.Parse(other.Id))).ShouldBe("{}{articles:*:*,rates:create:all}");
        (await Of("select permissions::text from roles where name = 'supervisor' and tenant_id = $1", owner.Factory.TenantId)).ShouldBe(supervisor);

        Task<string> Permissions(string role) => Of("select permissions::text from roles where id = $1", Guid.Parse(role));

        async Task<string> Of(string statement, object id) => (await fixture.Sql(server, statement, id)).Single();
    }
}
