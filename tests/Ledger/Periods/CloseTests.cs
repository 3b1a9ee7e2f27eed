using FactoryFlow.Events.Production;
using FactoryFlow.Ledger.Tests.Support;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Options.V1;
using FactoryFlow.Platform.Auth;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Testing;
using Npgsql;
using PeriodService = FactoryFlow.Ledger.Periods.PeriodService;

namespace FactoryFlow.Ledger.Tests.Periods;

public sealed class CloseTests(World world)
{
    private const string March = "2026-03", April = "2026-04", May = "2026-05";
    private readonly Guid _tenant = Guid.NewGuid(), _worker = Guid.NewGuid(), _somebody = Guid.NewGuid();
    private readonly StandInProduction _production = new();

    private PeriodService Service => new(world.Db, world.Comparing(_production));

    [Fact]
    public async Task A_closed_period_is_sealed_with_what_each_account_came_to()
    {
        await world.Credit(StepIn(March), StepIn(April));
        var closed = await Close(March);
        closed.Status.ShouldBe(Period.Types.Status.Closed);
        closed.Seals.Single().Totals.Select(t => (t.Account, t.Opening.Amount, t.Movement.Amount, t.Closing.Amount))
            .ShouldBe([("WAGES_EXPENSE", "0.0000", "-12.5000", "-12.5000"), ("WORKER_PAYABLE", "0.0000", "12.5000", "12.5000")]);
        closed.Seals.Single().SealedByUserId.ShouldBe(_tenant.ToString());
    }

    [Fact]
    public async Task Each_seal_opens_with_what_the_one_before_closed_with_and_is_chained_to_it()
    {
        await world.Credit(StepIn(March), StepIn(April));
        var (march, april) = (await Close(March), await Close(April));
        april.Seals[0].PreviousHash.ShouldBe(march.Seals[0].Hash);
        march.Seals[0].PreviousHash.ShouldBe(new string('0', 64));
        april.Seals[0].Totals.Select(t => t.Opening.Amount).ShouldBe(march.Seals[0].Totals.Select(t => t.Closing.Amount));
    }

    [Fact]
    public async Task A_seal_is_computed_again_by_what_docs_periods_md_says()
    {
        await world.Credit(StepIn(March));
        var seal = (await Close(March)).Seals[0];
        var text = $"factoryflow-period-1\n{new string('0', 64)}\n2026-03\n1\n2026-03-01T00:00:00.000000Z\n2026-04-01T00:00:00.000000Z\n"
            + "EUR WAGES_EXPENSE 0.0000 -12.5000 -12.5000\nEUR WORKER_PAYABLE 0.0000 12.5000 12.5000";
        (await world.Look("select encode(sha256(convert_to($1, 'UTF8')), 'hex')", text)).ShouldBe([seal.Hash]);
    }

    [Fact]
    public async Task What_comes_late_counts_in_the_next_open_period_and_says_which_it_belongs_to()
    {
        await world.Credit(StepIn(March), StepIn(April));
        await Close(March);
        await world.Credit(StepIn(March));
        (await world.Look("select concat_ws(' ', period, to_char(effective_time at time zone 'UTC', 'YYYY-MM')) from entries where tenant_id = $1 and period is not null", _tenant))
            .ShouldBe(["2026-04 2026-03"]);
        var statement = await new Ledger.Statements.StatementService(world.Db, null!).GetWorkerStatement(new GetWorkerStatementRequest { WorkerId = _worker.ToString() }, TestCall.Of(_tenant)).InTime();
        statement.Entries.Select(e => (e.Period, e.LatePeriod)).ShouldBe([("2026-04", "2026-03"), ("2026-04", ""), ("2026-03", "")], ignoreOrder: true);
        Payable(await Close(April)).ShouldBe(("12.5000", "25.0000", "37.5000"));
        await world.BooksAreInOrder(_tenant);
    }

    [Fact]
    public async Task A_payment_a_correction_and_a_release_come_late_all_the_same()
    {
        var (paid, held) = (StepIn(March), StepIn(March) with { Rate = null, RateVersionId = null, ReportId = Guid.NewGuid() });
        await world.Credit(paid, held);
        await world.Deliver(Some.Reopening(paid) with { OccurredAt = Some.Now.AddDays(1) }, Some.Release(held, 1m) with { WorkTime = Some.Now });
        await Close(March);
        var again = StepIn(March);
        await world.Credit(again);
        await world.Deliver(Some.Reopening(again) with { OccurredAt = Some.Now.AddDays(1) });
        (await world.Look("select count(*) from entries where tenant_id = $1 and period = '2026-04'", _tenant)).ShouldBe(["2"]);
        await Close(April);
        await world.BooksAreInOrder(_tenant);
    }

    [Fact]
    public async Task Everything_in_the_way_is_named_at_once_by_the_preview_and_by_the_refusal()
    {
        await world.Credit(StepIn(March), StepIn(April) with { Rate = null, RateVersionId = null });
        var preview = await Service.PreviewClosePeriod(new PreviewClosePeriodRequest { Period = May }, TestCall.Of(_tenant)).InTime();
        preview.Blockers.Select(b => (b.Kind, b.Count)).ShouldBe([(PeriodBlocker.Types.Kind.EarlierPeriodOpen, 2), (PeriodBlocker.Types.Kind.HeldLines, 1)]);
        var refusal = await Should.ThrowAsync<Refusal>(Close(May));
        refusal.Reason.ShouldBe(Reasons.PeriodBlocked);
        foreach (var blocker in preview.Blockers) refusal.Message.ShouldContain(blocker.Message);
    }

    [Fact]
    public async Task Work_that_is_on_its_way_and_work_that_never_arrived_are_in_the_way()
    {
        var (underway, lost, credited) = (StepIn(March), StepIn(March), StepIn(March) with { ReportId = Guid.NewGuid() });
        await world.Credit(credited);
        _production.Has(credited);
        _production.Has(underway).IsUnderway = true;
        var missing = _production.Has(lost);
        var preview = await Service.PreviewClosePeriod(new PreviewClosePeriodRequest { Period = March }, TestCall.Of(_tenant)).InTime();
        preview.Blockers.Select(b => (b.Kind, b.Count)).ShouldBe([(PeriodBlocker.Types.Kind.UndeliveredEvents, 1), (PeriodBlocker.Types.Kind.WagesNotCredited, 1)]);
        preview.Blockers[1].Examples.ShouldBe([missing.Id]);
        (await Should.ThrowAsync<Refusal>(Close(March))).Reason.ShouldBe(Reasons.PeriodBlocked);
    }

    [Fact]
    public async Task A_dispute_that_goes_on_is_in_the_way_of_the_period_of_its_line_and_of_later_ones()
    {
        await world.Credit(StepIn(March), StepIn(April));
        var entry = Guid.Parse((await world.Look("select id from entries where tenant_id = $1 order by effective_time desc limit 1", _tenant))[0]);
        var disputes = new Ledger.Disputes.DisputeService(world.Db);
        var dispute = await disputes.CreateDispute(new CreateDisputeRequest { EntryId = entry.ToString(), WorkerId = _worker.ToString(), Message = "Too little." }, TestCall.Of(_tenant)).InTime();
        (await Close(March)).Status.ShouldBe(Period.Types.Status.Closed);
        (await Should.ThrowAsync<Refusal>(Close(April))).Message.ShouldContain("1 disputes go on");
        await disputes.WithdrawDispute(new WithdrawDisputeRequest { DisputeId = dispute.Id, Message = "My mistake." }, TestCall.Of(_tenant)).InTime();
        (await Close(April)).Status.ShouldBe(Period.Types.Status.Closed);
    }

    [Fact]
    public async Task The_current_period_is_not_closed_before_it_ends()
    {
        var current = Ledger.Periods.Period.Of(TimeProvider.System.GetUtcNow()).Name;
        (await Should.ThrowAsync<Refusal>(Close(current))).Message.ShouldContain("goes on until");
    }

    [Fact]
    public async Task Held_work_of_a_later_period_is_not_in_the_way()
    {
        await world.Credit(StepIn(March), StepIn(April) with { Rate = null, RateVersionId = null });
        (await Close(March)).Status.ShouldBe(Period.Types.Status.Closed);
    }

    [Fact]
    public async Task A_closed_period_is_not_closed_again_and_one_that_has_not_begun_is_none()
    {
        await world.Credit(StepIn(March));
        await Close(March);
        (await Should.ThrowAsync<Refusal>(Close(March))).Reason.ShouldBe(Reasons.PeriodAlreadyClosed);
        (await Should.ThrowAsync<Refusal>(Close("2026-02"))).Reason.ShouldBe(Reasons.PeriodAlreadyClosed);
        (await Should.ThrowAsync<Refusal>(() => Close("2999-01"))).Reason.ShouldBe(Reasons.PeriodNotFound);
        (await Should.ThrowAsync<Refusal>(() => Close("soon"))).Faults.Single().Field.ShouldBe("period");
    }

    [Fact]
    public async Task Periods_are_listed_from_the_first_booking_to_now_newest_first_page_by_page()
    {
        await world.Credit(StepIn(March));
        await Close(March);
        var (names, token) = (new List<string>(), "");
        do
        {
            var page = await Service.ListPeriods(new ListPeriodsRequest { PageSize = 2, PageToken = token }, TestCall.Of(_tenant)).InTime();
            names.AddRange(page.Periods.Select(p => $"{p.Name} {p.Status}"));
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        names.ShouldBe(names.OrderDescending(StringComparer.Ordinal));
        names[^2..].ShouldBe(["2026-04 Open", "2026-03 Closed"]);
    }

    [Fact]
    public async Task Booking_and_closing_at_once_leaves_every_entry_in_exactly_one_seal()
    {
        await world.Credit(StepIn(March));
        var steps = Enumerable.Range(0, 60).Select(_ => StepIn(March)).ToList();
        var booking = steps.Chunk(3).Select((batch, i) => Task.Run(async () =>
        {
            await Task.Delay(i * 4);
            await world.Credit(batch.Select(s => s with { WorkerId = i % 2 == 0 ? _worker : _somebody }));
        }));
        var closing = Task.Run(async () =>
        {
            await Task.Delay(30);
            return await Close(March);
        });
        await Task.WhenAll(booking.Append(closing));
        var (march, april) = (Payable(await closing), Payable(await Close(April)));
        (april.Closing, april.Opening).ShouldBe(("762.5000", march.Closing));
        (await world.Look("select sum(l.amount) from lines l join entries e on e.tenant_id = l.tenant_id and e.id = l.entry_id where l.tenant_id = $1 and worker_id is not null and e.period is null", _tenant))
            .ShouldBe([march.Closing]);
        await world.BooksAreInOrder(_tenant);
    }

    [Fact]
    public async Task The_database_itself_refuses_an_entry_in_a_closed_period()
    {
        await world.Credit(StepIn(March));
        await Close(March);
        const string Insert = """
            insert into entries (tenant_id, id, type, source, effective_time, booked_time, description, details, period)
            values ($1, gen_random_uuid(), 'X', 'x', '2026-03-05', now(), '', '{}', $2)
            """;
        (await Should.ThrowAsync<PostgresException>(world.Look(Insert, _tenant, "2026-03"))).ConstraintName.ShouldBe("entries_period_open");
        (await Should.ThrowAsync<PostgresException>(world.Look(Insert.Replace("$2", "null", StringComparison.Ordinal), _tenant))).ConstraintName.ShouldBe("entries_period_open");
        (await Should.ThrowAsync<PostgresException>(world.Look("update period_seals set hash = hash where tenant_id = $1", _tenant))).MessageText.ShouldContain("append-only");
    }

    [Fact]
    public async Task It_takes_a_second_person_to_open_a_period_again_and_the_seal_stays()
    {
        await world.Credit(StepIn(March));
        await Close(March);
        (await Should.ThrowAsync<Refusal>(Approve(March, _somebody, Guid.NewGuid().ToString()))).Reason.ShouldBe(Reasons.ReopeningNotRequested);
        var asked = await Reopen(March, _tenant);
        asked.Status.ShouldBe(Period.Types.Status.Closed);
        (await Should.ThrowAsync<Refusal>(Approve(March, _tenant, Asked(asked)))).Reason.ShouldBe(Reasons.SecondPersonRequired);
        (await Approve(March, _somebody, Asked(asked))).Status.ShouldBe(Period.Types.Status.Open);
        await world.Credit(StepIn(March));
        var seals = (await Close(March)).Seals;
        seals.Select(s => (s.Number, s.Reopening?.Reason, s.Reopening?.ApprovedByUserId)).ShouldBe([(1, "Forgotten work.", _somebody.ToString()), (2, null, null)]);
        seals.Select(s => s.Totals[1].Closing.Amount).ShouldBe(["12.5000", "25.0000"]);
        (await world.Look("select action || ' ' || actor_id from audit_entries where tenant_id = $1 order by id", _tenant))
            .ShouldBe([$"period.closed {_tenant}", $"period.reopening_requested {_tenant}", $"period.reopened {_somebody}", $"period.closed {_tenant}"], ignoreOrder: true);
    }

    [Fact]
    public async Task Who_approves_has_read_what_was_asked_for_last()
    {
        await world.Credit(StepIn(March));
        await Close(March);
        var first = await Reopen(March, _tenant);
        var second = await Reopen(March, _tenant);
        Asked(second).ShouldNotBe(Asked(first));
        (await Should.ThrowAsync<Refusal>(Approve(March, _somebody, Asked(first)))).Reason.ShouldBe(Reasons.ReopeningNotFound);
        (await Should.ThrowAsync<Refusal>(Approve(March, _somebody, ""))).Faults.Single().Field.ShouldBe("reopening_id");
        (await Approve(March, _somebody, Asked(second))).Status.ShouldBe(Period.Types.Status.Open);
    }

    [Fact]
    public async Task A_program_neither_asks_nor_approves_since_its_key_is_in_the_hands_of_who_made_it()
    {
        await world.Credit(StepIn(March));
        await Close(March);
        var (asked, key) = (await Reopen(March, _tenant), Guid.NewGuid());
        var program = TestCall.By(new Caller { Subject = key, SessionId = key, TenantId = _tenant, Kind = Access.Types.Kind.Staff });
        (await Should.ThrowAsync<Refusal>(Service.ReopenPeriod(new ReopenPeriodRequest { Period = March, Reason = "x" }, program))).Reason.ShouldBe(Reasons.PersonRequired);
        (await Should.ThrowAsync<Refusal>(Service.ApprovePeriodReopening(new ApprovePeriodReopeningRequest { Period = March, ReopeningId = Asked(asked) }, program))).Reason.ShouldBe(Reasons.PersonRequired);
        Asked(await Service.GetPeriod(new GetPeriodRequest { Period = March }, TestCall.Of(_tenant)).InTime()).ShouldBe(Asked(asked));
    }

    [Fact]
    public async Task Only_the_last_closed_period_is_opened_again()
    {
        await world.Credit(StepIn(March));
        await Close(March);
        await Close(April);
        (await Should.ThrowAsync<Refusal>(Reopen(March, _tenant))).Reason.ShouldBe(Reasons.LaterPeriodClosed);
        (await Should.ThrowAsync<Refusal>(Reopen(May, _tenant))).Reason.ShouldBe(Reasons.PeriodNotClosed);
    }

    [Fact]
    public async Task Two_who_close_at_once_seal_it_once()
    {
        await world.Credit(StepIn(March));
        var closings = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () => await Record.ExceptionAsync(() => Close(March)))));
        closings.Count(e => e is null).ShouldBe(1);
        closings.OfType<Refusal>().Select(r => r.Reason).ShouldBe(Enumerable.Repeat(Reasons.PeriodAlreadyClosed, 3));
    }

    private static (string Opening, string Movement, string Closing) Payable(Period period) =>
        period.Seals[^1].Totals.Where(t => t.Account == "WORKER_PAYABLE").Select(t => (t.Opening.Amount, t.Movement.Amount, t.Closing.Amount)).Single();

    private JobStepCompleted StepIn(string month) => Some.Step(_tenant, _worker) with { OccurredAt = Ledger.Periods.Period.Parse(month)!.Value.Start.AddDays(5) };

    private Task<Period> Close(string period) => Service.ClosePeriod(new ClosePeriodRequest { Period = period }, TestCall.Of(_tenant)).InTime();

    private Task<Period> Reopen(string period, Guid user) =>
        Service.ReopenPeriod(new ReopenPeriodRequest { Period = period, Reason = "Forgotten work." }, TestCall.Of(_tenant, user: user)).InTime();

    private Task<Period> Approve(string period, Guid user, string reopening) =>
        Service.ApprovePeriodReopening(new ApprovePeriodReopeningRequest { Period = period, ReopeningId = reopening }, TestCall.Of(_tenant, user: user)).InTime();

    private static string Asked(Period period) => period.Seals[^1].Reopening.Id;
}
