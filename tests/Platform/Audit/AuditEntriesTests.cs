using FactoryFlow.Platform.Audit;
using FactoryFlow.Platform.Data;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Platform.Tests.Support;
using FactoryFlow.Tenancy.V1;
using FactoryFlow.Testing;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace FactoryFlow.Platform.Tests.Audit;

public sealed class AuditEntriesTests(World world)
{
    private readonly Guid _tenant = Guid.CreateVersion7(), _door = Guid.NewGuid(), _window = Guid.NewGuid(), _user = Guid.NewGuid();

    [Fact]
    public async Task An_entry_says_who_did_what_from_where_for_which_request()
    {
        await world.Db.As(TestCall.Of(_tenant, user: _user), _tenant, tx => Done(() => tx.Audit("door.opened", "door", _door, new Json("""{"before":{"isOpen":false},"after":{"isOpen":true}}"""))));
        var entry = (await Read()).ShouldHaveSingleItem();
        (entry.ActorId, entry.ActorKind, entry.Action, entry.EntityType, entry.EntityId, entry.RequestId).ShouldBe(
            (_user.ToString(), AuditEntry.Types.ActorKind.Staff, "door.opened", "door", _door.ToString(), "request-of-a-test"));
        entry.Changes.Fields["after"].StructValue.Fields["isOpen"].BoolValue.ShouldBeTrue();
        entry.Time.ToDateTimeOffset().ShouldBeInRange(DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task Page_by_page_every_entry_comes_once_and_the_newest_first()
    {
        // Several in one transaction, and so of one millisecond.
        for (var i = 0; i < 4; i++) await Write("door.opened", "window.opened", "door.shut");
        var (ids, token) = (new List<Guid>(), "");
        do
        {
            var page = await Read(r => (r.PageSize, r.PageToken) = (5, token));
            ids.AddRange(page.Take(5).Select(entry => Guid.Parse(entry.Id)));
            token = page.Count > 5 ? PageToken.After(page[4].Id) : "";
        }
        while (token.Length > 0);
        (ids.Count, ids.Distinct().Count()).ShouldBe((12, 12));
        ids.ShouldBe(ids.OrderDescending());
    }

    public static TheoryData<string, string> Conditions => new()
    {
        { "all of them", "door.opened window.opened door.shut" },
        { "an action", "door.opened" },
        { "a kind of thing", "door.opened door.shut" },
        { "a thing", "window.opened" },
        { "a thing of another kind", "" },
        { "an actor", "door.opened window.opened door.shut" },
        { "another actor", "" },
        { "since an hour", "door.opened window.opened door.shut" },
        { "before an hour ago", "" },
        { "an action and a thing", "door.shut" },
    };

    [Theory]
    [MemberData(nameof(Conditions))]
    public async Task Every_condition_that_is_given_must_hold(string condition, string actions)
    {
        await Write("door.opened", "window.opened", "door.shut");
        (await Read(r => Ask(r, condition))).Select(entry => entry.Action).Order().ShouldBe(actions.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order());
    }

    [Fact]
    public async Task A_time_is_from_the_first_microsecond_to_before_the_last()
    {
        await Write("door.opened");
        var time = (await Read())[0].Time;
        (await Read(r => r.StartTime = time)).Count.ShouldBe(1);
        (await Read(r => r.StartTime = Timestamp.FromDateTimeOffset(time.ToDateTimeOffset().AddMicroseconds(1)))).ShouldBeEmpty();
        (await Read(r => r.EndTime = time)).ShouldBeEmpty();
        (await Read(r => r.EndTime = Timestamp.FromDateTimeOffset(time.ToDateTimeOffset().AddMicroseconds(1)))).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Another_tenants_entries_are_not_there()
    {
        await Write("door.opened");
        (await world.Db.As(Guid.CreateVersion7(), tx => AuditEntries.Read(tx, Filter(_ => { })), Limit.Soon())).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("update audit_entries set action = ''")]
    [InlineData("delete from audit_entries")]
    [InlineData("truncate audit_entries")]
    [InlineData("alter table audit_entries disable trigger append_only")]
    public async Task The_application_changes_and_removes_nothing(string statement)
    {
        await Write("door.opened");
        (await Should.ThrowAsync<PostgresException>(world.Database.AsApplication(_tenant, statement))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Theory]
    [InlineData("update audit_entries set action = ''")]
    [InlineData("delete from audit_entries")]
    [InlineData("truncate audit_entries")]
    public async Task Not_even_somebody_with_every_right_changes_what_was_written_down(string statement)
    {
        await Write("door.opened");
        (await Should.ThrowAsync<PostgresException>(world.Postgres.Look(world.Database, statement))).MessageText.ShouldBe("audit_entries is append-only: what was done stays written down");
    }

    private static AuditFilter Filter(Action<ListAuditEntriesRequest> ask)
    {
        var (request, check) = (new ListAuditEntriesRequest(), new Check());
        ask(request);
        var filter = AuditFilter.Of(check, request);
        check.Done();
        return filter;
    }

    private void Ask(ListAuditEntriesRequest request, string condition)
    {
        var hourAgo = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddHours(-1));
        if (condition is "an action") request.Action = "door.opened";
        if (condition is "an action and a thing") request.Action = "door.shut";
        if (condition is "a kind of thing" or "a thing of another kind" or "an action and a thing") request.EntityType = "door";
        if (condition is "a thing") request.EntityType = "window";
        if (condition is "a thing" or "a thing of another kind") request.EntityId = _window.ToString();
        if (condition is "an action and a thing") request.EntityId = _door.ToString();
        if (condition is "an actor") request.ActorId = _user.ToString();
        if (condition is "another actor") request.ActorId = _door.ToString();
        if (condition is "since an hour") request.StartTime = hourAgo;
        if (condition is "before an hour ago") request.EndTime = hourAgo;
    }

    private Task<bool> Write(params string[] actions) => world.Db.As(TestCall.Of(_tenant, user: _user), _tenant, tx => Done(() =>
    {
        foreach (var action in actions) tx.Audit(action, action.Split('.')[0], action.StartsWith("door", StringComparison.Ordinal) ? _door : _window);
    })).InTime();

    private Task<IReadOnlyList<AuditEntry>> Read(Action<ListAuditEntriesRequest>? ask = null) =>
        world.Db.Read(TestCall.Of(_tenant), tx => AuditEntries.Read(tx, Filter(ask ?? (_ => { })))).InTime();

    private static Task<bool> Done(Action write)
    {
        write();
        return Task.FromResult(true);
    }
}
