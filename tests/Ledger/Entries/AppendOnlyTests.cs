using FactoryFlow.Ledger.Tests.Support;
using FactoryFlow.Testing;
using Npgsql;

namespace FactoryFlow.Ledger.Tests.Entries;

/// <summary>What the database refuses to the application itself, whatever its code does.</summary>
public sealed class AppendOnlyTests(World world)
{
    private readonly Guid _tenant = Guid.NewGuid(), _worker = Guid.CreateVersion7();

    [Theory]
    [InlineData("update entries set description = ''")]
    [InlineData("delete from entries")]
    [InlineData("update lines set amount = 1")]
    [InlineData("delete from lines")]
    [InlineData("update payments set note = ''")]
    [InlineData("delete from payments")]
    [InlineData("update payment_allocations set amount = 1")]
    [InlineData("delete from payment_allocations")]
    [InlineData("update payment_reversals set reason = ''")]
    [InlineData("delete from payment_reversals")]
    [InlineData("update issued_statements set credits = 1")]
    [InlineData("delete from issued_statements")]
    [InlineData("update exchange_rates set rate = 1")]
    [InlineData("update payment_exchanges set amount = 1")]
    [InlineData("delete from payment_exchanges")]
    [InlineData("delete from exchange_rates")]
    [InlineData("delete from earnings")]
    [InlineData("delete from worker_accounts")]
    [InlineData("delete from account_totals")]
    [InlineData("delete from worker_totals")]
    [InlineData("delete from held_lines")]
    [InlineData("alter table entries disable trigger append_only")]
    [InlineData("truncate lines")]
    [InlineData("alter table lines disable trigger balanced")]
    public async Task Nothing_that_was_booked_is_changed_or_removed(string statement) =>
        (await Should.ThrowAsync<PostgresException>(world.Database.AsApplication(_tenant, statement))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);

    [Theory]
    [InlineData("update entries set description = ''")]
    [InlineData("delete from entries")]
    [InlineData("update lines set amount = 1")]
    [InlineData("delete from lines")]
    [InlineData("truncate lines")]
    [InlineData("truncate entries cascade")]
    [InlineData("update payments set note = ''")]
    [InlineData("delete from payment_allocations")]
    [InlineData("update issued_statements set credits = 1")]
    [InlineData("update payment_reversals set reason = ''")]
    [InlineData("update exchange_rates set rate = 1")]
    [InlineData("update payment_exchanges set amount = 1")]
    [InlineData("delete from payment_exchanges")]
    [InlineData("delete from exchange_rates")]
    public async Task Not_even_somebody_with_every_right_changes_what_was_booked(string statement) =>
        (await Refusal(statement)).MessageText.ShouldEndWith("is append-only: a correction is a new entry");

    [Theory]
    [InlineData("(1, 'WAGES_EXPENSE', 'EUR', 5)")]
    [InlineData("(1, 'WAGES_EXPENSE', 'EUR', 5), (2, 'CASH', 'EUR', -4)")]
    [InlineData("(1, 'WAGES_EXPENSE', 'EUR', 5), (2, 'CASH', 'USD', -5)")]
    [InlineData("(1, 'WAGES_EXPENSE', 'EUR', 5), (2, 'CASH', 'EUR', -5), (3, 'CASH', 'USD', -5), (4, 'OWN:BONUS', 'USD', 4)")]
    public async Task An_entry_that_does_not_balance_is_refused(string lines)
    {
        var refused = await Should.ThrowAsync<PostgresException>(Insert(lines));
        (refused.SqlState, refused.ConstraintName).ShouldBe((PostgresErrorCodes.CheckViolation, "lines_balanced"));
        (await world.Look("select id from entries where tenant_id = $1", _tenant)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_entry_that_balances_is_taken() => await Insert("(1, 'WAGES_EXPENSE', 'EUR', 5), (2, 'CASH', 'EUR', -3), (3, 'OWN:BONUS', 'EUR', -2), (4, 'CASH', 'USD', 1), (5, 'OWN:BONUS', 'USD', -1)");

    [Fact]
    public async Task A_line_added_later_cannot_unbalance_an_entry()
    {
        await Insert("(1, 'WAGES_EXPENSE', 'EUR', 5), (2, 'CASH', 'EUR', -5)");
        (await Should.ThrowAsync<PostgresException>(world.Database.AsApplication(_tenant, """
            insert into lines (tenant_id, entry_id, number, account, currency, amount) select tenant_id, id, 3, 'CASH', 'EUR', 1 from entries
            """))).ConstraintName.ShouldBe("lines_balanced");
    }

    [Fact]
    public async Task Another_tenant_sees_nothing_of_it()
    {
        await world.Credit(Some.Step(_tenant, _worker));
        await world.TakeBack(_tenant, await world.Pay(_tenant, _worker, "5"));
        foreach (var table in new[] { "entries", "lines", "earnings", "payments", "payment_allocations", "payment_reversals", "worker_accounts" })
            (await world.Database.AsApplication(Guid.NewGuid(), $"select tenant_id from {table}")).ShouldBeEmpty(table);
    }

    [Fact]
    public async Task A_source_has_one_entry()
    {
        await Insert("(1, 'WAGES_EXPENSE', 'EUR', 5), (2, 'CASH', 'EUR', -5)");
        (await Should.ThrowAsync<PostgresException>(Insert("(1, 'WAGES_EXPENSE', 'EUR', 5), (2, 'CASH', 'EUR', -5)"))).ConstraintName.ShouldBe("entries_source_key");
    }

    private Task Insert(string lines) => world.Database.AsApplication(_tenant, $$"""
        with e as (
            insert into entries (tenant_id, id, type, source, effective_time, booked_time, description, details)
            values ($1, gen_random_uuid(), 'TEST', 'test', now(), now(), '', '{}') returning id)
        insert into lines (tenant_id, entry_id, number, account, currency, amount) select $1, e.id, n, a, c, m from e, (values {{lines}}) as l (n, a, c, m)
        """, _tenant);

    // What takes several tables may wait in a circle with a test that posts beside it; PostgreSQL ends that before the rule is asked.
    private async Task<PostgresException> Refusal(string statement)
    {
        while (true)
        {
            var refusal = await Should.ThrowAsync<PostgresException>(world.Look(statement));
            if (refusal.SqlState != PostgresErrorCodes.DeadlockDetected) return refusal;
        }
    }
}
