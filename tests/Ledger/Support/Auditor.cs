using Npgsql;

namespace FactoryFlow.Ledger.Tests.Support;

/// <summary>What holds in any tenant's books after any history, said in SQL that shares nothing with the code.</summary>
internal static class Auditor
{
    private static readonly Dictionary<string, string> Breaches = new()
    {
        ["each currency sums to zero"] = "select currency from lines where tenant_id = $1 group by currency having sum(amount) <> 0",
        ["each entry sums to zero and has lines"] = """
            select e.id from entries e left join lines l on l.tenant_id = e.tenant_id and l.entry_id = e.id where e.tenant_id = $1
            group by e.id having count(l.*) < 2 or sum(l.amount) <> 0
            """,
        ["each entry sums to zero in what was paid"] = """
            select entry_id from lines where tenant_id = $1 and transaction_currency is not null group by entry_id, transaction_currency having sum(transaction_amount) <> 0
            """,
        ["what a foreign payment settles is its amount and its worker's line, and its worth is the cash"] = """
            select p.id from payments p join payment_exchanges x on x.tenant_id = p.tenant_id and x.payment_id = p.id where p.tenant_id = $1
            and (p.amount <> x.settled_amount
                or not exists (select from lines l where l.tenant_id = p.tenant_id and l.entry_id = p.entry_id and l.worker_id = p.worker_id and (l.amount, l.transaction_amount) = (-x.settled_amount, -x.amount))
                or not exists (select from lines l where l.tenant_id = p.tenant_id and l.entry_id = p.entry_id and l.account = 'CASH' and (l.amount, l.transaction_amount) = (x.base_amount, x.amount)))
            """,
        ["an account is the sum of its lines"] = """
            select a.worker_id from worker_accounts a left join lines l on l.tenant_id = a.tenant_id and l.worker_id = a.worker_id where a.tenant_id = $1
            group by a.tenant_id, a.worker_id having a.balance <> coalesce(sum(l.amount), 0) or a.sequence <> count(l.*)
            """,
        ["lines are numbered without a gap, booked in order, and each leaves the balance that it says"] = """
            select entry_id from (
                select *, row_number() over w as number_then, sum(amount) over w as balance_then, lag(booked_time, 1, booked_time) over w as booked_before
                from lines where tenant_id = $1 and worker_id is not null window w as (partition by worker_id order by sequence)) l
            where sequence <> number_then or balance_after <> balance_then or booked_time < booked_before
            """,
        ["each hash covers its line and the one before, as docs/statements.md says"] = """
            select l.entry_id from (
                select *, lag(hash, 1, decode(repeat('00', 32), 'hex')) over (partition by worker_id order by sequence) as before
                from lines where tenant_id = $1 and worker_id is not null) l
            join entries e on e.tenant_id = l.tenant_id and e.id = l.entry_id
            where l.hash is distinct from sha256(convert_to(concat_ws(E'\n', 'factoryflow-line-1', encode(l.before, 'hex'), l.worker_id, l.sequence, l.entry_id, e.type, l.currency,
                l.amount, l.balance_after, to_char(e.effective_time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                to_char(e.booked_time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.description), 'UTF8'))
            """,
        ["what is open is the balance above zero"] = """
            select a.worker_id from worker_accounts a left join earnings e on e.tenant_id = a.tenant_id and e.worker_id = a.worker_id where a.tenant_id = $1
            group by a.tenant_id, a.worker_id having coalesce(sum(e.earned - e.covered), 0) <> greatest(a.balance, 0)
            """,
        ["nothing is covered before what is older"] = """
            select o.entry_id from earnings o join earnings y on y.tenant_id = o.tenant_id and y.worker_id = o.worker_id and y.sequence > o.sequence
            where o.tenant_id = $1 and o.covered < o.earned and y.covered > 0
            """,
        ["what was moved and what is added up are the lines, on both bases"] = """
            select account from (
                select account, currency, b.basis, amount from account_movements cross join (values ('EFFECTIVE'), ('BOOKED')) as b (basis) where tenant_id = $1
                union all select account, currency, basis, amount from account_totals where tenant_id = $1 and span = 'month'
                union all select account, currency, b.basis, -amount from lines cross join (values ('EFFECTIVE'), ('BOOKED')) as b (basis) where tenant_id = $1) t
            group by account, currency, basis having sum(amount) <> 0
            """,
        ["so they are in what was paid"] = """
            select account from (
                select account, transaction_currency as paid_in, b.basis, transaction_amount as amount from account_movements cross join (values ('EFFECTIVE'), ('BOOKED')) as b (basis) where tenant_id = $1
                union all select account, transaction_currency, basis, transaction_amount from account_totals where tenant_id = $1 and span = 'month'
                union all select account, coalesce(transaction_currency, currency), b.basis, -coalesce(transaction_amount, amount) from lines cross join (values ('EFFECTIVE'), ('BOOKED')) as b (basis) where tenant_id = $1) t
            group by account, paid_in, basis having sum(amount) <> 0
            """,
        ["a worker's totals are the lines that came together"] = """
            select worker_id from (
                select worker_id, span, amount from worker_totals where tenant_id = $1
                union all select l.worker_id, s.span, -l.amount from lines l join worker_accounts a on a.tenant_id = l.tenant_id and a.worker_id = l.worker_id
                    cross join (values ('month'), ('day')) as s (span) where l.tenant_id = $1 and l.sequence <= a.sequence - a.sequence % 128) t
            group by worker_id, span having sum(amount) <> 0
            """,
    };

    /// <summary>Fails on books that are not in order.</summary>
    public static async Task BooksAreInOrder(this World world, Guid tenant, string? history = null)
    {
        foreach (var (rule, breach) in Breaches) (await Look(world, breach, tenant)).ShouldBeEmpty($"{rule} {history}");
    }

    // What reads several tables may wait in a circle with a test that tries to empty them; PostgreSQL ends either.
    private static async Task<List<string>> Look(World world, string breach, Guid tenant)
    {
        while (true)
        {
            try
            {
                return await world.Look(breach, tenant);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected)
            {
            }
        }
    }
}
