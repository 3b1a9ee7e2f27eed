using FactoryFlow.Identity.Tests.Support;
using FactoryFlow.Identity.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using static FactoryFlow.Options.V1.Access.Types;
using Level = FactoryFlow.Identity.V1.FactoryAccess.Types.Level;
using Status = FactoryFlow.Identity.V1.ApiKey.Types.Status;

namespace FactoryFlow.Identity.Tests.ApiKeys;

public sealed partial class ApiKeyTests(IdentityFixture fixture)
{
    private readonly IdentityServer _server = fixture.Server;

    [Fact]
    public async Task A_key_is_shown_once_and_kept_as_a_hash()
    {
        var owner = await _server.OpenAsOwner();
        var key = await owner.MakeKey("jobs:create:all");
        key.ApiKey_.ShouldMatch("^ffk_[a-z2-9]{8}_[A-Za-z0-9_-]{64}$");
        key.ApiKey_.ShouldStartWith(key.Prefix + "_");
        (await Look(owner, key.Id)).ShouldBe(Shown(key));
        (await fixture.Sql("select api_keys::text from api_keys where tenant_id = $1", owner.Factory.TenantId)).Single().ShouldNotContain(key.ApiKey_[(key.Prefix.Length + 1)..]);
        (await fixture.Sql("select changes::text from audit_entries where entity_id = $1", Guid.Parse(key.Id))).Single().ShouldNotContain(key.ApiKey_);
    }

    [Fact]
    public async Task A_program_calls_as_the_key_with_what_the_key_may_do()
    {
        var owner = await _server.OpenAsOwner();
        var key = await owner.MakeKey("jobs:create:all", "workers:read:*");
        var answer = await _server.Exchange(key.ApiKey_);
        var caller = await _server.Caller(answer.AccessToken);
        (caller.Subject, caller.SessionId, caller.TenantId, caller.Kind).ShouldBe((Guid.Parse(key.Id), Guid.Parse(key.Id), owner.Factory.TenantId, Kind.Staff));
        (caller.Name, caller.Email).ShouldBe(("A program", null));
        caller.Permissions.Select(p => p.ToString()).ShouldBe(["jobs:create:all", "workers:read:*"]);
        (answer.ExpireTime.ToDateTimeOffset() - DateTimeOffset.UtcNow).ShouldBeInRange(TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5.1));
        (await _server.Me.GetMeAsync(new GetMeRequest(), Person.Bearing(answer.AccessToken), cancellationToken: TestContext.Current.CancellationToken)).User.Name.ShouldBe("A program");
    }

    [Theory]
    [InlineData("no key at all")]
    [InlineData("nothing")]
    [InlineData("another secret")]
    [InlineData("another prefix")]
    [InlineData("another tenant's prefix")]
    [InlineData("revoked")]
    [InlineData("expired")]
    [InlineData("of somebody INACTIVE")]
    [InlineData("of nobody")]
    public async Task What_is_wrong_with_a_key_shows_in_nothing(string what)
    {
        var owner = await _server.OpenAsOwner();
        var spoilt = await Spoil(what, owner, await owner.MakeKey("jobs:create:all"));
        var refused = await Refused.By(() => _server.Exchange(spoilt));
        (refused.Status, refused.Reason, refused.Message, refused.Fields.Count)
            .ShouldBe((StatusCode.Unauthenticated, "API_KEY_REFUSED", "The API key is unknown, has expired or was revoked.", 0), what);
    }

    /// <summary>What is wrong with a request that is otherwise fine.</summary>
    public static TheoryData<string, Action<CreateApiKeyRequest>, string, string?> BadRequests => new()
    {
        { "no name", r => r.Name = " ", "INVALID_INPUT", "name" },
        { "a name too long", r => r.Name = new string('n', 101), "INVALID_INPUT", "name" },
        { "no permissions", r => r.Permissions.Clear(), "INVALID_INPUT", "permissions" },
        { "too many permissions", r => r.Permissions.AddRange(Enumerable.Repeat("jobs:create:all", 51)), "INVALID_INPUT", "permissions" },
        { "no permission that there is", r => r.Permissions.Add("jobs:create"), "INVALID_INPUT", "permissions[1]" },
        { "a permission that no call requires", r => r.Permissions.Add("job:create:all"), "INVALID_INPUT", "permissions[1]" },
        { "an end that is over", r => r.ExpireTime = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddMinutes(-1)), "INVALID_INPUT", "expire_time" },
        { "an end far away", r => r.ExpireTime = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddDays(732)), "INVALID_INPUT", "expire_time" },
        { "a factory that is no id", r => r.Factories.Add(Opening("x")), "INVALID_INPUT", "factories[0].factory_id" },
        { "a factory without a level", r => r.Factories.Add(new ApiKeyFactory { FactoryId = Guid.NewGuid().ToString() }), "INVALID_INPUT", "factories[0].access_level" },
        { "a factory twice", r => r.Factories.Add([Opening(Guid.Empty.ToString()[..^1] + "1"), Opening(Guid.Empty.ToString()[..^1] + "1")]), "INVALID_INPUT", "factories[1].factory_id" },
        { "an unknown factory", r => r.Factories.Add(Opening(Guid.NewGuid().ToString())), "FACTORY_NOT_FOUND", "factories" },
    };

    [Theory]
    [MemberData(nameof(BadRequests))]
    public async Task Making_a_key_is_refused(string what, Action<CreateApiKeyRequest> spoil, string reason, string? field)
    {
        var owner = await _server.OpenAsOwner();
        var request = new CreateApiKeyRequest { Name = "A program", Permissions = { "jobs:create:all" } };
        spoil(request);
        var refused = await Refused.By(async () => await _server.ApiKeys.CreateApiKeyAsync(request, owner.Headers));
        (refused.Reason, refused.Field).ShouldBe((reason, field), what);
        (await fixture.Sql("select 1 from api_keys where tenant_id = $1", owner.Factory.TenantId)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_makes_a_key_that_may_more_than_they()
    {
        var person = await (await _server.OpenAsOwner()).Hire("api-keys:*:*", "jobs:create:all");
        await person.MakeKey("jobs:create:all");
        foreach (var more in new[] { "jobs:work:all", "jobs:*:all", "*:*:*" })
            (await Refused.By(() => person.MakeKey("jobs:create:all", more))).ShouldSay(StatusCode.PermissionDenied, "PERMISSION_NOT_HELD");
    }

    [Fact]
    public async Task A_key_makes_and_changes_no_keys_and_no_people()
    {
        var owner = await _server.OpenAsOwner();
        var key = await owner.MakeKey("*:*:*");
        var program = await owner.Program(key.ApiKey_);
        (await Refused.By(() => program.MakeKey("jobs:create:all"))).Reason.ShouldBe("PERMISSION_NOT_HELD");
        (await Refused.By(() => Update(program, key.Id, r => r.Name = "Mine"))).Reason.ShouldBe("PERMISSION_NOT_HELD");
        (await Refused.By(() => program.Create(roles: "worker"))).Reason.ShouldBe("PERMISSION_NOT_HELD");
    }

    [Fact]
    public async Task What_a_key_may_do_shrinks_with_what_its_maker_may()
    {
        var owner = await _server.OpenAsOwner();
        var person = await owner.Hire("api-keys:*:*", "jobs:*:*", "workers:read:all");
        var key = await person.MakeKey("jobs:*:*", "workers:read:all");
        await owner.Grant(person.Id, denials: ["jobs:work:*"]);
        var role = await owner.Role("jobs:*:all");
        await owner.Update(person.Id, r => r.Roles.Add(role.Name));
        var caller = await _server.Caller((await _server.Exchange(key.ApiKey_)).AccessToken);
        (string.Join(' ', caller.Permissions), string.Join(' ', caller.Denials)).ShouldBe(("jobs:*:all", "jobs:work:*"));
    }

    [Fact]
    public async Task Whoever_changes_a_key_that_nobody_answers_for_takes_it_over()
    {
        var owner = await _server.OpenAsOwner();
        var person = await owner.Hire("api-keys:*:*", "jobs:*:*");
        var key = await person.MakeKey("jobs:create:all");
        await owner.Delete(person.Id);
        var dormant = await Look(owner, key.Id);
        (dormant.Status, dormant.OwnerId).ShouldBe((Status.Dormant, ""));
        (await Refused.By(() => _server.Exchange(key.ApiKey_))).Reason.ShouldBe("API_KEY_REFUSED");
        var taken = await Update(owner, key.Id, r => r.Name = "The owner's program");
        (taken.Status, taken.OwnerId, taken.Name).ShouldBe((Status.Active, owner.Id, "The owner's program"));
        await _server.Exchange(key.ApiKey_);
    }

    [Fact]
    public async Task A_key_opens_the_factories_that_its_maker_opens_as_long_as_they_do()
    {
        var owner = await _server.OpenAsOwner();
        var (factory, other) = (fixture.Tenancy.AddFactory(owner.Factory.TenantId), fixture.Tenancy.AddFactory(owner.Factory.TenantId));
        var person = await owner.Hire("api-keys:*:*", "jobs:*:*");
        await Give(owner, person.Id, factory, Level.Editor);
        person = await person.SignInAgain();
        (await Refused.By(() => MakeFor(person, Opening(factory, Level.Admin)))).Reason.ShouldBe("PERMISSION_NOT_HELD");
        (await Refused.By(() => MakeFor(person, Opening(other)))).Reason.ShouldBe("PERMISSION_NOT_HELD");
        var key = await MakeFor(person, Opening(factory, Level.Editor));
        (await Factories(key)).ShouldBe([$"{factory}:EDITOR"]);
        await Give(owner, person.Id, factory, Level.Viewer);
        (await Factories(key)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_factory_that_is_deleted_is_opened_by_no_key()
    {
        var owner = await _server.OpenAsOwner();
        var (gone, kept) = (fixture.Tenancy.AddFactory(owner.Factory.TenantId), fixture.Tenancy.AddFactory(owner.Factory.TenantId));
        var key = await MakeFor(owner, Opening(gone), Opening(kept));
        (await Factories(key)).Count.ShouldBe(2);
        await _server.Handle<Events.Tenancy.FactoryDeleted, Identity.Factories.ForgetOnFactoryDeleted>(
            new Events.Tenancy.FactoryDeleted { EventId = Guid.CreateVersion7(), TenantId = owner.Factory.TenantId, OccurredAt = DateTimeOffset.UtcNow, FactoryId = Guid.Parse(gone) });
        (await Factories(key)).ShouldBe([$"{kept}:VIEWER"]);
    }

    [Fact]
    public async Task A_key_that_is_revoked_is_cut_off_and_stays_revoked()
    {
        var owner = await _server.OpenAsOwner();
        var key = await owner.MakeKey("jobs:create:all");
        for (var again = 0; again < 2; again++) await Revoke(owner, key.Id);
        (await Look(owner, key.Id)).Status.ShouldBe(Status.Revoked);
        (await fixture.Sql("select session_id from token_cutoffs where tenant_id = $1", owner.Factory.TenantId)).ShouldBe([key.Id]);
        (await fixture.Sql("select 1 from audit_entries where action = 'api_key.revoked' and entity_id = $1", Guid.Parse(key.Id))).Count.ShouldBe(1);
        (await Refused.By(() => Update(owner, key.Id, r => r.Name = "Alive"))).ShouldSay(StatusCode.FailedPrecondition, "API_KEY_REVOKED");
    }

    [Fact]
    public async Task An_answer_that_is_repeated_leaves_the_secret_out()
    {
        var owner = await _server.OpenAsOwner();
        var request = new CreateApiKeyRequest { Name = "A program", Permissions = { "jobs:create:all" } };
        var headers = Person.Bearing(owner.Token, "the-same");
        var first = await _server.ApiKeys.CreateApiKeyAsync(request, headers, cancellationToken: TestContext.Current.CancellationToken);
        (await _server.ApiKeys.CreateApiKeyAsync(request, headers, cancellationToken: TestContext.Current.CancellationToken)).ShouldBe(Shown(first));
    }

    [Fact]
    public async Task A_key_counts_for_a_year_and_its_last_token_no_longer_than_it()
    {
        var clock = new TestClock();
        await using var server = await fixture.Apart(clock);
        var owner = await server.OpenAsOwner();
        var key = await owner.MakeKey("jobs:create:all");
        (key.ExpireTime - key.CreateTime).ToTimeSpan().ShouldBe(TimeSpan.FromDays(365));
        clock.Advance(TimeSpan.FromDays(365) - TimeSpan.FromMinutes(2));
        (await server.Exchange(key.ApiKey_)).ExpireTime.ShouldBe(key.ExpireTime);
        clock.Advance(TimeSpan.FromMinutes(2));
        (await Refused.By(() => server.Exchange(key.ApiKey_))).Reason.ShouldBe("API_KEY_REFUSED");
    }

    [Fact]
    public async Task Its_last_use_is_told_to_within_five_minutes()
    {
        var clock = new TestClock();
        await using var server = await fixture.Apart(clock);
        var owner = await server.OpenAsOwner();
        var key = await owner.MakeKey("jobs:create:all");
        key.LastUseTime.ShouldBeNull();
        var uses = new List<Timestamp>();
        foreach (var wait in new[] { 0, 4, 2 })
        {
            clock.Advance(TimeSpan.FromMinutes(wait));
            await server.Exchange(key.ApiKey_);
            uses.Add((await server.ApiKeys.GetApiKeyAsync(new GetApiKeyRequest { ApiKeyId = key.Id }, owner.Headers, cancellationToken: TestContext.Current.CancellationToken)).LastUseTime);
        }

        uses[1].ShouldBe(uses[0]);
        (uses[2] - uses[0]).ToTimeSpan().ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(6));
    }

    [Fact]
    public async Task Another_tenants_key_does_not_exist()
    {
        var key = await (await _server.OpenAsOwner()).MakeKey("jobs:create:all");
        var other = await _server.OpenAsOwner();
        foreach (var call in new Func<Task>[] { () => Look(other, key.Id), () => Update(other, key.Id, r => r.Name = "Mine"), () => Revoke(other, key.Id) })
            (await Refused.By(call)).ShouldSay(StatusCode.NotFound, "API_KEY_NOT_FOUND");
        (await _server.ApiKeys.ListApiKeysAsync(new ListApiKeysRequest(), other.Headers, cancellationToken: TestContext.Current.CancellationToken)).ApiKeys.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_change_that_was_decided_on_an_older_state_is_refused()
    {
        var owner = await _server.OpenAsOwner();
        var key = await owner.MakeKey("jobs:create:all");
        await Update(owner, key.Id, r => (r.Name, r.Etag) = ("Renamed", key.Etag));
        (await Refused.By(() => Update(owner, key.Id, r => (r.Name, r.Etag) = ("Renamed again", key.Etag)))).ShouldSay(StatusCode.Aborted, "ETAG_MISMATCH");
    }

    [Fact]
    public async Task Keys_are_listed_page_by_page_the_newest_first()
    {
        var owner = await _server.OpenAsOwner();
        var made = new List<string>();
        for (var i = 0; i < 5; i++) made.Insert(0, (await owner.MakeKey("jobs:create:all")).Id);
        var (listed, token) = (new List<string>(), "");
        do
        {
            var page = await _server.ApiKeys.ListApiKeysAsync(new ListApiKeysRequest { PageSize = 2, PageToken = token }, owner.Headers, cancellationToken: TestContext.Current.CancellationToken);
            listed.AddRange(page.ApiKeys.Select(key => key.Id));
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        listed.ShouldBe(made);
    }

    private static ApiKeyFactory Opening(string factory, Level level = Level.Viewer) => new() { FactoryId = factory, AccessLevel = level };

    private static ApiKey Shown(ApiKey key)
    {
        var shown = key.Clone();
        shown.ApiKey_ = "";
        return shown;
    }

    private async Task<ApiKey> MakeFor(Person person, params ApiKeyFactory[] factories) =>
        await _server.ApiKeys.CreateApiKeyAsync(new CreateApiKeyRequest { Name = "A program", Permissions = { "jobs:create:all" }, Factories = { factories } }, person.Headers);

    private async Task<List<string>> Factories(ApiKey key) =>
        [.. (await _server.Caller((await _server.Exchange(key.ApiKey_)).AccessToken)).Factories.Select(access => access.ToString())];

    private async Task Give(Person owner, string user, string factory, Level level) =>
        await _server.FactoryAccess.SetFactoryAccessAsync(new SetFactoryAccessRequest { UserId = user, FactoryId = factory, AccessLevel = level }, owner.Headers);

    private async Task<ApiKey> Look(Person person, string id) => await _server.ApiKeys.GetApiKeyAsync(new GetApiKeyRequest { ApiKeyId = id }, person.Headers);

    private async Task<ApiKey> Update(Person person, string id, Action<UpdateApiKeyRequest> change)
    {
        var request = new UpdateApiKeyRequest { ApiKeyId = id };
        change(request);
        return await _server.ApiKeys.UpdateApiKeyAsync(request, person.Headers);
    }

    private async Task Revoke(Person person, string id) => await _server.ApiKeys.RevokeApiKeyAsync(new RevokeApiKeyRequest { ApiKeyId = id }, person.Headers);
}
