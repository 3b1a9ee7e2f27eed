using FactoryFlow.Identity.Tests.Support;
using FactoryFlow.Identity.V1;
using FactoryFlow.Tenancy.V1;
using static FactoryFlow.Identity.V1.Me.Types;
using static FactoryFlow.Options.V1.Access.Types;

namespace FactoryFlow.Identity.Tests.Me;

public sealed class MeTests(IdentityFixture fixture)
{
    private readonly IdentityServer _server = fixture.Server;

    [Theory]
    [InlineData(Kind.Staff, "supervisor")]
    [InlineData(Kind.Customer, "Buyer")]
    [InlineData(Kind.Vendor, "vendor")]
    public async Task Everybody_learns_who_they_are_and_where(Kind kind, string role)
    {
        var owner = await _server.OpenAsOwner();
        fixture.Tenancy.Configured[owner.Factory.TenantId] = new TenantConfig { Version = 7 };
        var person = await owner.SignIn(await owner.Create(kind: kind, password: Person.Password, roles: role));
        var me = await Ask(_server, person.Token);
        (me.User, me.Tenant.Id, me.Config.Version, me.TenancyStatus).ShouldBe((person.User, owner.Factory.TenantId.ToString(), 7, TenancyStatus.Complete));
        me.Permissions.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task What_one_may_do_is_what_the_token_says()
    {
        var owner = await _server.OpenAsOwner();
        var (user, factory) = (await owner.Create(password: Person.Password, roles: "worker"), fixture.Tenancy.AddFactory(owner.Factory.TenantId));
        await owner.Grant(user.Id, ["jobs:create:all"], ["articles:*:*"]);
        await _server.FactoryAccess.SetFactoryAccessAsync(
            new SetFactoryAccessRequest { UserId = user.Id, FactoryId = factory, AccessLevel = FactoryAccess.Types.Level.Editor }, owner.Headers, cancellationToken: TestContext.Current.CancellationToken);
        var me = await Ask(_server, (await owner.SignIn(user)).Token);
        me.Permissions.ShouldContain("jobs:create:all");
        me.Denials.ShouldBe(["articles:*:*"]);
        me.Factories.ShouldHaveSingleItem().FactoryId.ShouldBe(factory);
    }

    [Fact]
    public async Task A_tenant_without_a_configuration_is_told_so()
    {
        var me = await Ask(_server, (await _server.OpenAsOwner()).Token);
        (me.TenancyStatus, me.Config, me.Tenant.Plan).ShouldBe((TenancyStatus.NotConfigured, null, "pro"));
    }

    [Fact]
    public async Task Without_tenancy_the_rest_is_answered_and_it_says_so()
    {
        await using var alone = await fixture.Another(("services:tenancy:grpc:0", "http://127.0.0.1:1"));
        var owner = await alone.OpenAsOwner();
        var me = await Ask(alone, owner.Token);
        (me.TenancyStatus, me.Config, me.Tenant, me.User).ShouldBe((TenancyStatus.Unavailable, null, null, owner.User));
        me.Permissions.ShouldBe(["*:*:*"]);
    }

    [Fact]
    public async Task The_platforms_people_have_no_tenant()
    {
        var me = await Ask(_server, await _server.AdminToken);
        (me.TenancyStatus, me.Tenant, me.User.Email).ShouldBe((TenancyStatus.NoTenant, null, IdentityServer.AdminEmail));
    }

    private static async Task<V1.Me> Ask(IdentityServer server, string token) => await server.Me.GetMeAsync(new GetMeRequest(), Person.Bearing(token));
}
