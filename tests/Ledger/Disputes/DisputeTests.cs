using FactoryFlow.Ledger.Tests.Support;
using FactoryFlow.Ledger.V1;
using FactoryFlow.Platform.Errors;
using FactoryFlow.Testing;
using DisputeService = FactoryFlow.Ledger.Disputes.DisputeService;

namespace FactoryFlow.Ledger.Tests.Disputes;

public sealed class DisputeTests(World world)
{
    private readonly Guid _tenant = Guid.NewGuid(), _worker = Guid.NewGuid();

    private DisputeService Service => new(world.Db);

    [Fact]
    public async Task A_dispute_is_opened_answered_and_resolved_by_entries_and_keeps_its_history()
    {
        var (line, correction) = (await Line(), await Line());
        var opened = await Open(line);
        (opened.Status, opened.Period).ShouldBe((Dispute.Types.Status.Open, "2026-03"));
        (await Answer(opened.Id)).Status.ShouldBe(Dispute.Types.Status.Answered);
        var resolved = await Resolve(opened.Id, correction);
        (resolved.Status, resolved.ResolvingEntryIds.Single()).ShouldBe((Dispute.Types.Status.Resolved, correction));
        var read = await Service.GetDispute(new GetDisputeRequest { DisputeId = opened.Id }, TestCall.Of(_tenant)).InTime();
        read.ShouldBe(resolved);
        read.Events.Select(e => (e.Status, e.Message)).ShouldBe(
            [(Dispute.Types.Status.Open, "Ten pieces, not nine."), (Dispute.Types.Status.Answered, "We look."), (Dispute.Types.Status.Resolved, "You are right.")]);
        (await world.Look("select action from audit_entries where tenant_id = $1 order by id", _tenant)).ShouldBe(["dispute.opened", "dispute.answered", "dispute.resolved"], ignoreOrder: true);
    }

    [Fact]
    public async Task One_that_ended_goes_on_no_more_but_the_line_may_be_disputed_again()
    {
        var line = await Line();
        var dispute = await Open(line);
        await Resolve(dispute.Id);
        (await Should.ThrowAsync<Refusal>(Answer(dispute.Id))).Reason.ShouldBe(Reasons.DisputeEnded);
        (await Should.ThrowAsync<Refusal>(Resolve(dispute.Id))).Reason.ShouldBe(Reasons.DisputeEnded);
        (await Open(line)).Id.ShouldNotBe(dispute.Id);
    }

    [Fact]
    public async Task A_line_is_in_one_dispute_at_a_time_even_when_two_open_one_at_once()
    {
        var line = await Line();
        var openings = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () => await Record.ExceptionAsync(() => Open(line)))));
        openings.Count(e => e is null).ShouldBe(1);
        openings.OfType<Refusal>().Select(r => r.Reason).ShouldBe(Enumerable.Repeat(Reasons.DisputeOpen, 3));
    }

    [Fact]
    public async Task Answering_and_resolving_at_once_leaves_it_resolved()
    {
        var dispute = await Open(await Line());
        await Task.WhenAll(Task.Run(async () => await Record.ExceptionAsync(() => Answer(dispute.Id))), Task.Run(() => Resolve(dispute.Id)));
        (await world.Look("select status from disputes where tenant_id = $1", _tenant)).ShouldBe(["RESOLVED"]);
    }

    [Fact]
    public async Task What_is_no_line_of_the_worker_is_neither_disputed_nor_resolves_anything()
    {
        var line = await Line();
        (await Should.ThrowAsync<Refusal>(Open(Guid.NewGuid().ToString()))).Faults.Single().Field.ShouldBe("entry_id");
        (await Should.ThrowAsync<Refusal>(Resolve((await Open(line)).Id, line, Guid.NewGuid().ToString()))).Faults.Single().Field.ShouldBe("entry_ids[1]");
        (await Should.ThrowAsync<Refusal>(Answer(Guid.NewGuid().ToString()))).Reason.ShouldBe(Reasons.DisputeNotFound);
    }

    [Fact]
    public async Task Disputes_come_newest_first_page_by_page_and_those_that_go_on_alone_if_asked()
    {
        var ids = new List<string>();
        for (var i = 0; i < 5; i++) ids.Add((await Open(await Line())).Id);
        await Resolve(ids[2]);
        var (seen, token) = (new List<string>(), "");
        do
        {
            var page = await List(new ListDisputesRequest { WorkerId = _worker.ToString(), PageSize = 2, PageToken = token });
            seen.AddRange(page.Disputes.Select(d => d.Id));
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        seen.ShouldBe(ids.AsEnumerable().OrderDescending(StringComparer.Ordinal));
        (await List(new ListDisputesRequest { OnlyOpen = true })).Disputes.Select(d => d.Id).ShouldBe(ids.Except([ids[2]]), ignoreOrder: true);
    }

    private async Task<string> Line()
    {
        var step = Some.Step(_tenant, _worker);
        await world.Credit(step);
        return (await world.Look("select id from entries where tenant_id = $1 and source = 'job-step:' || $2", _tenant, step.StepId.ToString())).Single();
    }

    private Task<Dispute> Open(string entry) =>
        Service.CreateDispute(new CreateDisputeRequest { EntryId = entry, WorkerId = _worker.ToString(), Message = "Ten pieces, not nine." }, TestCall.Of(_tenant)).InTime();

    private Task<Dispute> Answer(string id) => Service.AnswerDispute(new AnswerDisputeRequest { DisputeId = id, Message = "We look." }, TestCall.Of(_tenant)).InTime();

    private Task<Dispute> Resolve(string id, params string[] entries) =>
        Service.ResolveDispute(new ResolveDisputeRequest { DisputeId = id, Message = "You are right.", EntryIds = { entries } }, TestCall.Of(_tenant)).InTime();

    private Task<ListDisputesResponse> List(ListDisputesRequest request) => Service.ListDisputes(request, TestCall.Of(_tenant)).InTime();
}
