using System.Globalization;
using FactoryFlow.Ledger.Tests.Support;
using FactoryFlow.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace FactoryFlow.Ledger.Tests.Wages;

/// <summary>
/// Any history of reports, alone or shared, partial or final, held and released, taken back and paid, with payments that are reversed while
/// facts arrive, in any order, in any batches and more than once, beside a model that knows nothing of arrival: what was released or had a rate is credited, what
/// was taken back is credited and reversed, what has no rate and was not taken back is held.
/// </summary>
public sealed class AnyOrderProperties(World world)
{
    private static readonly Gen<WorkPlan> Works =
        from workers in Gen.Choose(1, 3)
        from pieces in Gen.Choose(0, 9)
        from rate in Gen.Elements<decimal?>(null, null, 0m, 0.0001m, 0.3333m, 1.25m)
        from flags in Gen.Choose(0, 31)
        select new WorkPlan(workers, pieces, rate, IsPaid: flags % 4 != 3, IsPartial: (flags & 4) != 0, IsReleased: (flags & 8) != 0, IsTakenBack: (flags & 16) != 0);

    private static readonly Gen<History> Histories =
        from works in Works.NonEmptyListOf()
        from payments in Gen.Choose(1, 300_000).ListOf()
        from seed in Gen.Choose(0, int.MaxValue)
        select new History([.. works.Take(8)], [.. payments.Take(3)], seed);

    [Fact]
    public async Task After_any_history_in_any_order_the_books_say_what_the_model_says()
    {
        foreach (var history in Histories.Cases(60, 10))
        {
            var play = new Play(history);
            foreach (var step in play.Deliveries()) await Deliver(play, step);
            await Compare(play);
        }
    }

    private async Task Deliver(Play play, Delivery delivery)
    {
        if (delivery.InboxForgets) await world.Look("delete from inbox where tenant_id = $1", play.Tenant);
        if (delivery.Payment is { } amount && (await world.Look("select 1 from worker_accounts where tenant_id = $1 and worker_id = $2", play.Tenant, play.Workers[0])).Count > 0)
        {
            var payment = await world.Pay(play.Tenant, play.Workers[0], amount.ToString(CultureInfo.InvariantCulture));
            if (delivery.IsPaymentReversed) await Task.WhenAll(world.Deliver(delivery.Facts), world.TakeBack(play.Tenant, payment));
            else play.Paid += amount;
        }

        await world.Deliver(delivery.Facts);
    }

    private async Task Compare(Play play)
    {
        await world.BooksAreInOrder(play.Tenant, play.ToString());
        (await world.Look("select source from entries where tenant_id = $1 and type = 'WAGE' order by source", play.Tenant))
            .ShouldBe(play.Credited().Select(c => c.Source).Order(StringComparer.Ordinal), ignoreOrder: false, play.ToString());
        (await world.Look("select c.source from entries e join entries c on c.tenant_id = e.tenant_id and c.id = e.corrects_entry_id where e.tenant_id = $1 and e.type = 'WAGE_REVERSAL' order by 1", play.Tenant))
            .ShouldBe(play.Credited().Where(c => c.IsTakenBack).Select(c => c.Source).Order(StringComparer.Ordinal), ignoreOrder: false, play.ToString());
        (await world.Look("select distinct report_id::text from held_lines where tenant_id = $1 and outcome is null order by 1", play.Tenant)).ShouldBe(play.Held(), ignoreOrder: false, play.ToString());
        foreach (var worker in play.Workers)
        {
            var paid = worker == play.Workers[0] ? play.Paid : 0m;
            var owed = play.Credited().Where(c => c.Worker == worker && !c.IsTakenBack).Sum(c => c.Amount) - paid;
            var balance = await world.Look("select coalesce(sum(balance), 0) from worker_accounts where tenant_id = $1 and worker_id = $2", play.Tenant, worker);
            decimal.Parse(balance.Single(), CultureInfo.InvariantCulture).ShouldBe(owed, play.ToString());
        }
    }
}
