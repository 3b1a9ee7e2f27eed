using FactoryFlow.Events.Tenancy;
using FactoryFlow.Identity.Factories;
using FactoryFlow.Identity.Tests.Support;
using FactoryFlow.Identity.V1;
using FactoryFlow.Platform.Auth;
using Grpc.Core;
using FactoryAccess = FactoryFlow.Identity.V1.FactoryAccess;
using Level = FactoryFlow.Identity.V1.FactoryAccess.Types.Level;

namespace FactoryFlow.Identity.Tests.Factories;

public sealed class FactoryAccessTests(IdentityFixture fixture)
{
    private readonly IdentityServer _server = fixture.Server;

    [Fact]
    public async Task Access_is_given_shown_in_the_token_and_taken()
    {
        var owner = await _server.OpenAsOwner();
        var user = await owner.Create(password: Person.Password);
        var (north, south) = (Factory(owner), Factory(owner));
        await Set(owner, user.Id, north, Level.Viewer);
        await Set(owner, user.Id, south, Level.Editor);
        (await Set(owner, user.Id, north, Level.Admin)).AccessLevel.ShouldBe(Level.Admin);
        (await List(owner, user.Id)).ShouldBe([(north, Level.Admin, false), (south, Level.Editor, false)], ignoreOrder: true);
        (await _server.Caller((await owner.SignIn(user)).Token)).Factories.ShouldBe(
            [new(Guid.Parse(north), FactoryLevel.Admin), new(Guid.Parse(south), FactoryLevel.Editor)], ignoreOrder: true);
        await Remove(owner, user.Id, north);
        (await List(owner, user.Id)).ShouldBe([(south, Level.Editor, false)]);
        (await Refused.By(() => Remove(owner, user.Id, north))).ShouldSay(StatusCode.NotFound, "FACTORY_ACCESS_NOT_FOUND");
    }

    [Fact]
    public async Task The_default_is_one_of_ones_factories_and_goes_with_the_access()
    {
        var owner = await _server.OpenAsOwner();
        var user = await owner.Create();
        var (north, south) = (Factory(owner), Factory(owner));
        await Set(owner, user.Id, north, Level.Viewer);
        await Set(owner, user.Id, south, Level.Viewer);
        (await owner.Update(user.Id, r => r.DefaultFactoryId = north)).DefaultFactoryId.ShouldBe(north);
        (await owner.Update(user.Id, r => r.DefaultFactoryId = south)).DefaultFactoryId.ShouldBe(south);
        (await Set(owner, user.Id, south, Level.Editor)).IsDefault.ShouldBeTrue();
        await Remove(owner, user.Id, south);
        (await owner.Look(user.Id)).DefaultFactoryId.ShouldBe("");
        await owner.Update(user.Id, r => r.DefaultFactoryId = north);
        (await owner.Update(user.Id, r => r.DefaultFactoryId = "")).DefaultFactoryId.ShouldBe("");
    }

    [Fact]
    public async Task A_factory_that_is_none_or_another_tenants_is_not_found()
    {
        var (owner, other) = (await _server.OpenAsOwner(), await _server.OpenAsOwner());
        foreach (var factory in new[] { Guid.NewGuid().ToString(), Factory(other) })
            (await Refused.By(() => Set(owner, owner.Id, factory, Level.Viewer))).ShouldSay(StatusCode.NotFound, "FACTORY_NOT_FOUND");
        (await Refused.By(() => Set(owner, other.Id, Factory(owner), Level.Viewer))).ShouldSay(StatusCode.NotFound, "USER_NOT_FOUND");
        (await Refused.By(() => Set(owner, owner.Id, Factory(owner), Level.Unspecified))).Field.ShouldBe("access_level");
    }

    [Fact]
    public async Task Fifty_are_enough_and_the_token_holds_them()
    {
        var owner = await _server.OpenAsOwner();
        var user = await owner.Create(password: Person.Password);
        for (var i = 0; i < 50; i++) await Set(owner, user.Id, Factory(owner), Level.Viewer);
        (await Refused.By(() => Set(owner, user.Id, Factory(owner), Level.Viewer))).ShouldSay(StatusCode.FailedPrecondition, "FACTORIES_TOO_MANY");
        await owner.Grant(user.Id, [.. Enumerable.Range(0, 50).Select(i => $"portal:orders:a-scope-of-this-length-{i:00}")]);
        await owner.Update(user.Id, r => (r.Name, r.Email) = (new string('字', 200), new string('e', 240) + "@e.example"));
        var session = await _server.SignIn(owner.Factory.Slug, (await owner.Look(user.Id)).Email, Person.Password);
        (await _server.Caller(session.AccessToken)).Factories.Length.ShouldBe(50);
    }

    [Fact]
    public async Task Who_administers_a_factory_decides_about_it_and_about_no_other()
    {
        var owner = await _server.OpenAsOwner();
        var (mine, other) = (Factory(owner), Factory(owner));
        var head = await owner.Hire("users:update:all", "users:read:all");
        var user = await owner.Create();
        await Set(owner, head.Id, mine, Level.Admin);
        await Set(owner, head.Id, other, Level.Editor);
        head = await head.SignInAgain();
        await Set(head, user.Id, mine, Level.Admin);
        (await Refused.By(() => Set(head, user.Id, other, Level.Viewer))).ShouldSay(StatusCode.PermissionDenied, "PERMISSION_NOT_HELD");
        await Remove(head, user.Id, mine);
    }

    [Fact]
    public async Task Nobody_changes_who_reaches_more_of_a_factory()
    {
        var owner = await _server.OpenAsOwner();
        var factory = Factory(owner);
        var (clerk, user) = (await owner.Hire("users:*:all"), await owner.Create());
        await clerk.Update(user.Id, r => r.Name = "Changed");
        await Set(owner, user.Id, factory, Level.Editor);
        await Refuses();
        await Set(owner, clerk.Id, factory, Level.Viewer);
        clerk = await clerk.SignInAgain();
        await Refuses();
        await Set(owner, clerk.Id, factory, Level.Editor);
        clerk = await clerk.SignInAgain();
        await clerk.Update(user.Id, r => r.Email = "mine@people.example");
        await clerk.Delete(user.Id);

        async Task Refuses()
        {
            foreach (var way in new Func<Task>[] { () => clerk.Update(user.Id, r => r.Email = "mine@people.example"), () => clerk.Grant(user.Id), () => clerk.Delete(user.Id) })
                (await Refused.By(way)).ShouldSay(StatusCode.PermissionDenied, "PERMISSION_NOT_HELD");
        }
    }

    [Fact]
    public async Task A_deleted_factory_takes_everybodys_access_along()
    {
        var owner = await _server.OpenAsOwner();
        var (user, gone, stays) = (await owner.Create(), Factory(owner), Factory(owner));
        foreach (var factory in new[] { gone, stays }) await Set(owner, user.Id, factory, Level.Viewer);
        await owner.Update(user.Id, r => r.DefaultFactoryId = gone);
        await Deleted(owner, gone);
        (await List(owner, user.Id)).ShouldBe([(stays, Level.Viewer, false)]);
        (await owner.Look(user.Id)).DefaultFactoryId.ShouldBe("");
        (await fixture.Sql("select count(*) from token_cutoffs where user_id = $1", Guid.Parse(user.Id))).ShouldBe(["4"]);
    }

    [Fact]
    public async Task An_access_that_is_given_while_its_factory_is_deleted_is_gone_in_the_end()
    {
        var owner = await _server.OpenAsOwner();
        var (user, factory) = (await owner.Create(), Factory(owner));
        var deletion = Task.CompletedTask;
        fixture.Tenancy.Meanwhile[factory] = () =>
        {
            deletion = Deleted(owner, factory);
            return Task.Delay(300);
        };
        await Set(owner, user.Id, factory, Level.Viewer);
        await deletion;
        (await List(owner, user.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_deleted_user_takes_their_access_along()
    {
        var owner = await _server.OpenAsOwner();
        var user = await owner.Create();
        await Set(owner, user.Id, Factory(owner), Level.Viewer);
        await owner.Delete(user.Id);
        (await fixture.Sql("select count(*) from user_factories where user_id = $1", Guid.Parse(user.Id))).ShouldBe(["0"]);
    }

    private string Factory(Person owner) => fixture.Tenancy.AddFactory(owner.Factory.TenantId);

    // As the bus hands it over.
    private Task Deleted(Person owner, string factory) => _server.Db.Handle(
        ForgetOnFactoryDeleted.Name,
        [new FactoryDeleted { EventId = Guid.NewGuid(), TenantId = owner.Factory.TenantId, OccurredAt = DateTimeOffset.UtcNow, FactoryId = Guid.Parse(factory) }],
        new ForgetOnFactoryDeleted().Plan, Limit.Soon());

    private async Task<FactoryAccess> Set(Person caller, string user, string factory, Level level) => await _server.FactoryAccess.SetFactoryAccessAsync(
        new SetFactoryAccessRequest { UserId = user, FactoryId = factory, AccessLevel = level }, caller.Headers);

    private async Task Remove(Person caller, string user, string factory) =>
        await _server.FactoryAccess.RemoveFactoryAccessAsync(new RemoveFactoryAccessRequest { UserId = user, FactoryId = factory }, caller.Headers);

    private async Task<IEnumerable<(string, Level, bool)>> List(Person caller, string user) =>
        (await _server.FactoryAccess.ListFactoryAccessAsync(new ListFactoryAccessRequest { UserId = user }, caller.Headers))
            .Factories.Select(f => (f.FactoryId, f.AccessLevel, f.IsDefault));
}
