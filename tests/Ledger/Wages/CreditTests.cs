using FactoryFlow.Ledger.Tests.Support;

namespace FactoryFlow.Ledger.Tests.Wages;

public sealed class CreditTests(World world)
{
    private readonly Guid _tenant = Guid.NewGuid(), _worker = Guid.CreateVersion7();

    [Fact]
    public async Task A_completed_step_is_credited_with_both_sides_and_an_explanation()
    {
        var step = Some.Step(_tenant, _worker);
        await world.Credit(step);
        (await world.Balance(_tenant, _worker)).ShouldBe("12.5000/1");
        (await world.Look("select concat_ws(' ', account, amount, balance_after, sequence) from lines where tenant_id = $1 order by number", _tenant))
            .ShouldBe(["WORKER_PAYABLE 12.5000 12.5000 1", "WAGES_EXPENSE -12.5000"]);
        (await world.Look("select concat_ws(' ', job_id, earned, covered) from earnings where tenant_id = $1", _tenant)).ShouldBe([$"{step.JobId} 12.5000 0.0000"]);
        (await world.Look("select details ->> 'rateVersionId' from entries where tenant_id = $1", _tenant)).ShouldBe([step.RateVersionId.ToString()!]);
    }

    [Fact]
    public async Task The_same_fact_twice_in_a_batch_and_again_in_another_is_credited_once()
    {
        var (step, other) = (Some.Step(_tenant, _worker), Some.Step(_tenant, _worker));
        await world.Credit(step, step);
        await world.Credit(step, other);
        (await world.Balance(_tenant, _worker)).ShouldBe("25.0000/2");
    }

    [Fact]
    public async Task A_step_is_credited_once_even_under_another_event_and_behind_a_forgetful_inbox()
    {
        var step = Some.Step(_tenant, _worker);
        await world.Credit(step);
        await world.Look("delete from inbox where tenant_id = $1", _tenant);
        await world.Credit(step);
        await world.Credit(step with { EventId = Guid.CreateVersion7() }, step with { EventId = Guid.CreateVersion7() });
        (await world.Balance(_tenant, _worker)).ShouldBe("12.5000/1");
    }

    [Fact]
    public async Task One_step_under_two_events_of_one_batch_is_credited_once()
    {
        var step = Some.Step(_tenant, _worker);
        await world.Credit(step, step with { EventId = Guid.CreateVersion7() });
        (await world.Balance(_tenant, _worker)).ShouldBe("12.5000/1");
    }

    [Fact]
    public async Task Tenants_of_one_batch_are_credited_each_in_its_own_books()
    {
        var tenants = Enumerable.Range(0, 4).Select(_ => Guid.NewGuid()).ToList();
        // The same worker and step ids, since an id means nothing outside its tenant.
        var step = Some.Step(_tenant, _worker);
        await world.Credit([.. tenants.Select(t => step with { TenantId = t }), .. tenants.Select(t => Some.Step(t, _worker))]);
        foreach (var tenant in tenants) (await world.Balance(tenant, _worker)).ShouldBe("25.0000/2");
    }

    [Fact]
    public async Task What_earns_nothing_leaves_no_entry()
    {
        await world.Credit(Some.Step(_tenant, _worker) with { IsPaid = false }, Some.Step(_tenant, _worker) with { Rate = null, RateVersionId = null });
        (await world.Look("select id from entries where tenant_id = $1", _tenant)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Handlers_at_once_on_overlapping_batches_credit_each_step_once()
    {
        var workers = Enumerable.Range(0, 5).Select(_ => Guid.CreateVersion7()).ToList();
        var steps = Enumerable.Range(0, 40).Select(i => Some.Step(_tenant, workers[i % 5])).ToList();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => world.Credit(i % 2 == 0 ? steps : steps.AsEnumerable().Reverse().Take(30)))));
        foreach (var worker in workers) (await world.Balance(_tenant, worker)).ShouldBe("100.0000/8");
        (await world.Look("select count(*) from entries where tenant_id = $1", _tenant)).ShouldBe(["40"]);
    }

    [Fact]
    public async Task A_fact_in_another_currency_than_the_account_is_not_booked()
    {
        await world.Credit(Some.Step(_tenant, _worker));
        await Should.ThrowAsync<InvalidOperationException>(world.Credit(Some.Step(_tenant, _worker) with { Currency = "USD" }));
        (await world.Balance(_tenant, _worker)).ShouldBe("12.5000/1");
    }

    [Fact]
    public async Task An_advance_covers_what_is_earned_next()
    {
        await world.Credit(Some.Step(_tenant, _worker));
        await world.Pay(_tenant, _worker, "20");
        await world.Credit(Some.Step(_tenant, _worker), Some.Step(_tenant, _worker));
        (await world.Look("select covered from earnings where tenant_id = $1 order by sequence", _tenant)).ShouldBe(["12.5000", "7.5000", "0.0000"]);
        (await world.Balance(_tenant, _worker)).ShouldBe("17.5000/4");
    }
}
