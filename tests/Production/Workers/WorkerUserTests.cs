using FactoryFlow.Events.Identity;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Production.Tests.Support;
using FactoryFlow.Production.V1;
using FactoryFlow.Production.Workers;
using FactoryFlow.Testing;

namespace FactoryFlow.Production.Tests.Workers;

/// <summary>Workers and the users who sign in as them find each other by their address, from either side.</summary>
public sealed class WorkerUserTests(World world) : IAsyncLifetime
{
    private const string Mei = "mei@factory.example";
    private readonly Floor _floor = new(world);

    public async ValueTask InitializeAsync() => await _floor.Allow(workers: -1);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_worker_who_is_created_with_the_address_of_a_user_signs_in_as_them()
    {
        var user = _floor.User(Mei);
        var worker = await Create("W1", " MEI@Factory.example ");
        (worker.Email, worker.UserId).ShouldBe((Mei, user.ToString()));
        (await _floor.Audited(worker.Id)).ShouldBe(["worker.created", "worker.linked"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_worker_who_is_given_the_address_of_a_user_signs_in_as_them_and_stays_so_without_it()
    {
        var (worker, user) = (await Create("W1", ""), _floor.User(Mei));
        (await Update(new() { WorkerId = worker.Id, Email = "other@factory.example" })).UserId.ShouldBe("");
        (await Update(new() { WorkerId = worker.Id, Email = Mei })).UserId.ShouldBe(user.ToString());
        (await Update(new() { WorkerId = worker.Id, Email = "" })).UserId.ShouldBe(user.ToString());
        _floor.User("new@factory.example");
        (await Update(new() { WorkerId = worker.Id, Email = "new@factory.example" })).UserId.ShouldBe(user.ToString());
        (await _floor.Audited(worker.Id)).ShouldBe(["worker.created", "worker.updated", "worker.updated", "worker.linked", "worker.updated", "worker.updated"], ignoreOrder: true);
    }

    [Fact]
    public async Task Whom_somebody_chooses_holds_alone_and_must_be_there()
    {
        var (mei, chosen) = (_floor.User(Mei), _floor.User("other@factory.example"));
        var worker = await Create("W1", Mei, chosen);
        worker.UserId.ShouldBe(chosen.ToString());
        (await Update(new() { WorkerId = worker.Id, Email = "away@factory.example", UserId = "" })).UserId.ShouldBe("");
        (await Update(new() { WorkerId = worker.Id, Email = Mei, UserId = "" })).UserId.ShouldBe("");
        // Changes beside it do not bring back who was sent away.
        (await Update(new() { WorkerId = worker.Id, Name = "Another" })).UserId.ShouldBe("");
        (await Update(new() { WorkerId = worker.Id, UserId = mei.ToString() })).UserId.ShouldBe(mei.ToString());
        foreach (var refused in new[] { await Floor.Refused(() => Create("W2", "", Guid.NewGuid())), await Floor.Refused(() => Update(new() { WorkerId = worker.Id, UserId = Guid.NewGuid().ToString() })) })
            (refused.Reason.Name, refused.Faults.ShouldHaveSingleItem().Field).ShouldBe(("WORKER_USER_NOT_FOUND", "user_id"));
        (await Floor.Refused(() => Create("W2", "", new Floor(world).User()))).Reason.Name.ShouldBe("WORKER_USER_NOT_FOUND");
    }

    [Fact]
    public async Task Whoever_signs_in_as_somebody_already_is_not_taken_from_them()
    {
        var user = _floor.User(Mei);
        await Create("W1", "", user);
        (await Create("W2", Mei)).UserId.ShouldBe("");
        await Hear(Created(user));
        (await All()).ShouldBe($"W1 {user}, W2 ");
    }

    [Fact]
    public async Task A_user_of_whom_is_heard_is_linked_once_with_the_worker_who_has_their_address()
    {
        var (worker, other, user) = (await Create("W1", Mei), await Create("W2", "other@factory.example"), Guid.CreateVersion7());
        var fact = Created(user);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Hear(fact, fact))));
        (await All()).ShouldBe($"W1 {user}, W2 ");
        (await _floor.Audited(worker.Id)).ShouldBe(["worker.created", "worker.linked"]);
        (await Get(worker.Id)).Etag.ShouldBe("2");
        // Who is linked stays so when another user gets the address, and when the user moves to another worker's.
        await Hear(Created(Guid.CreateVersion7()));
        await Moved(user, "other@factory.example");
        (await All()).ShouldBe($"W1 {user}, W2 ");
        other.UserId.ShouldBe("");
    }

    [Fact]
    public async Task A_user_whose_address_changes_is_linked_and_one_who_changes_otherwise_is_not()
    {
        var (_, user) = (await Create("W1", Mei), Guid.CreateVersion7());
        await Moved(user, Mei, isEmailChanged: false);
        (await All()).ShouldBe("W1 ");
        await Moved(user, Mei);
        (await All()).ShouldBe($"W1 {user}");
    }

    [Theory]
    [InlineData("CUSTOMER")]
    [InlineData("VENDOR")]
    public async Task Nobody_but_staff_becomes_a_worker_by_an_address(string kind)
    {
        await Create("W1", Mei);
        await Hear(Created(Guid.CreateVersion7()) with { Kind = kind });
        await _floor.Hear<UserUpdated, LinkOnUserUpdated>(Updated(Guid.CreateVersion7(), Mei) with { Kind = kind });
        (await All()).ShouldBe("W1 ");
    }

    [Fact]
    public async Task An_archived_worker_gives_their_address_up_and_is_linked_by_it_when_they_come_back()
    {
        var worker = await Create("W1", Mei);
        (await Floor.Refused(() => Create("W2", Mei.ToUpperInvariant()))).Faults.ShouldHaveSingleItem().Field.ShouldBe("email");
        await Update(new() { WorkerId = worker.Id, IsArchived = true });
        await Hear(Created(_floor.User(Mei)));
        (await Get(worker.Id)).UserId.ShouldBe("");
        var next = await Create("W2", Mei);
        next.UserId.ShouldNotBe("");
        (await Floor.Refused(() => Update(new() { WorkerId = worker.Id, IsArchived = false }))).Reason.Name.ShouldBe("WORKER_EMAIL_TAKEN");
        await Delete(next.Id);
        (await Update(new() { WorkerId = worker.Id, IsArchived = false })).UserId.ShouldBe(next.UserId);
    }

    [Fact]
    public async Task Who_is_gone_signs_in_as_nobody_and_nothing_that_is_heard_late_brings_them_back()
    {
        var user = _floor.User(Mei);
        var worker = await Create("W1", Mei);
        world.Identity.Remove(_floor.Tenant, user);
        await _floor.Hear<UserDeleted, UnlinkOnUserDeleted>(new UserDeleted { EventId = Guid.CreateVersion7(), TenantId = _floor.Tenant, OccurredAt = DateTimeOffset.UtcNow, UserId = user, Kind = "STAFF" });
        await Hear(Created(user));
        await Moved(user, Mei);
        var left = await Get(worker.Id);
        (left.UserId, left.Email, left.Etag).ShouldBe(("", Mei, "2"));
        (await _floor.Audited(worker.Id)).ShouldBe(["worker.created", "worker.linked", "worker.unlinked"], ignoreOrder: true);
        await Hear(Created(_floor.User(Mei)));
        (await Get(worker.Id)).UserId.ShouldNotBe("");
    }

    [Fact]
    public async Task While_identity_does_not_answer_nothing_is_written_and_the_same_call_does_it_later()
    {
        var (user, kept) = (_floor.User(Mei), await Create("W0", ""));
        world.Identity.FallSilentFor(_floor.Tenant);
        var (key, request) = (Guid.NewGuid().ToString(), new CreateWorkerRequest { Code = "W1", Name = "A worker", Email = Mei });
        (await Floor.Refused(() => _floor.Workers.CreateWorker(request, _floor.Call(key)))).Reason.ShouldBe(CommonReasons.Unavailable);
        (await Floor.Refused(() => Update(new() { WorkerId = kept.Id, UserId = user.ToString() }))).Reason.ShouldBe(CommonReasons.Unavailable);
        // Who needs nobody from there goes on.
        (await Update(new() { WorkerId = kept.Id, Name = "Another" })).Name.ShouldBe("Another");
        await Create("W2", "");
        (await All()).ShouldBe("W0 , W2 ");
        world.Identity.FallSilentFor(_floor.Tenant, isSilent: false);
        (await _floor.Workers.CreateWorker(request, _floor.Call(key)).InTime()).UserId.ShouldBe(user.ToString());
        var asked = world.Identity.Asked[_floor.Tenant];
        (await _floor.Workers.CreateWorker(request, _floor.Call(key)).InTime()).UserId.ShouldBe(user.ToString());
        world.Identity.Asked[_floor.Tenant].ShouldBe(asked, "what is repeated is answered, not asked again");
    }

    [Fact]
    public async Task A_worker_and_a_user_who_come_at_the_same_time_find_each_other()
    {
        foreach (var i in Enumerable.Range(0, 25))
        {
            var (email, user) = ($"r{i}@factory.example", Guid.CreateVersion7());
            await Task.WhenAll(Create($"R{i}", email), Come(user, email));
            (await All()).ShouldContain($"R{i} {user}");
        }

        async Task Come(Guid user, string email)
        {
            await Task.Delay(Random.Shared.Next(8), CancellationToken.None);
            // Known to whoever asks before anybody can hear of it.
            world.Identity.Add(_floor.Tenant, user, email);
            await Hear(Created(user, email));
        }
    }

    [Fact]
    public async Task Of_two_workers_who_are_to_have_one_user_at_once_one_has_them()
    {
        foreach (var i in Enumerable.Range(0, 10))
        {
            var (one, other, user) = (await Create($"A{i}", ""), await Create($"B{i}", $"r{i}@factory.example"), _floor.User($"r{i}@x.example"));
            await Task.WhenAll(
                Task.Run(() => Floor.Outcome(() => Update(new() { WorkerId = one.Id, UserId = user.ToString() }))), Moved(user, $"r{i}@factory.example"),
                Task.Run(() => Floor.Outcome(() => Update(new() { WorkerId = other.Id, UserId = user.ToString() }))));
            (await All()).Split(user.ToString()).Length.ShouldBe(2);
        }
    }

    [Fact]
    public async Task Workers_are_found_by_the_beginning_of_their_address_and_their_address_stays_out_of_the_audit_trail()
    {
        var worker = await Create("W1", Mei);
        (await _floor.Workers.ListWorkers(new() { Search = "MEI@" }, _floor.Call()).InTime()).Workers.ShouldHaveSingleItem().ShouldBe(worker);
        (await _floor.Workers.ListWorkers(new() { Search = "factory.example" }, _floor.Call()).InTime()).Workers.ShouldBeEmpty();
        await Update(new() { WorkerId = worker.Id, Email = "other@factory.example" });
        await Delete(worker.Id);
        var entries = string.Join(' ', await world.Look("select changes::text from audit_entries where tenant_id = $1", _floor.Tenant));
        entries.ShouldContain("m***@factory.example");
        entries.ShouldNotContain(Mei);
        (await world.Look("select email || coalesce(user_id::text, '') from workers where tenant_id = $1", _floor.Tenant)).ShouldBe([""]);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("a b@factory.example")]
    [InlineData("ä@factory.example")]
    public async Task An_address_that_is_none_is_refused(string email) =>
        (await Floor.Refused(() => Create("W1", email))).Faults.ShouldHaveSingleItem().Field.ShouldBe("email");

    private UserCreated Created(Guid user, string email = Mei) =>
        new() { EventId = Guid.CreateVersion7(), TenantId = _floor.Tenant, OccurredAt = DateTimeOffset.UtcNow, UserId = user, Email = email, Name = "Mei", Kind = "STAFF" };

    private UserUpdated Updated(Guid user, string email, bool isEmailChanged = true) => new()
    {
        EventId = Guid.CreateVersion7(), TenantId = _floor.Tenant, OccurredAt = DateTimeOffset.UtcNow, UserId = user, Email = email, Name = "Mei", Kind = "STAFF", IsActive = true,
        IsEmailChanged = isEmailChanged,
    };

    private Task Hear(params UserCreated[] facts) => _floor.Hear<UserCreated, LinkOnUserCreated>(facts);

    private Task Moved(Guid user, string email, bool isEmailChanged = true) => _floor.Hear<UserUpdated, LinkOnUserUpdated>(Updated(user, email, isEmailChanged));

    private async Task<string> All() =>
        string.Join(", ", (await _floor.Workers.ListWorkers(new() { PageSize = 200 }, _floor.Call()).InTime()).Workers.Select(w => $"{w.Code} {w.UserId}"));

    private Task<Worker> Create(string code, string email, Guid? user = null) =>
        _floor.Workers.CreateWorker(new() { Code = code, Name = "A worker", Email = email, UserId = user?.ToString() ?? "" }, _floor.Call()).InTime();

    private Task<Worker> Update(UpdateWorkerRequest request) => _floor.Workers.UpdateWorker(request, _floor.Call()).InTime();

    private Task<Worker> Get(string id) => _floor.Workers.GetWorker(new() { WorkerId = id }, _floor.Call()).InTime();

    private Task Delete(string id) => _floor.Workers.DeleteWorker(new() { WorkerId = id }, _floor.Call()).InTime();
}
