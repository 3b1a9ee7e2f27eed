using Dapper;
using Npgsql;

namespace FactoryFlow.EndToEnd.Tests.Isolation;

/// <summary>What the services' databases consist of, as their own catalogues say it.</summary>
internal static class Catalogue
{
    /// <summary>What belongs to no tenant, with the reason why; anything else without tenant_id fails.</summary>
    public static readonly Dictionary<string, string> BelongsToNoTenant = new()
    {
        ["schema_migrations"] = "which migrations the database has; the application role cannot even read it",
        ["tenancy.plans"] = "sold by the platform to any tenant; a tenant keeps its own copy of the settings",
        ["identity.data_keys"] = "the platform's keys; a policy shows them to the platform alone",
        ["identity.signing_keys"] = "the platform's keys; a policy shows them to the platform alone",
    };

    /// <summary>
    /// The platform's own plumbing, which every service has and not every one uses, and what a service keeps for a moment, or when
    /// something fails. A row that is rolled back again stands for a real one where it lies empty.
    /// </summary>
    public static readonly Dictionary<string, string> Plumbing = new()
    {
        ["outbox"] = "(tenant_id, event_id, type, body) values (@tenant, gen_random_uuid(), 'Trial', '{}')",
        ["inbox"] = "(tenant_id, consumer, event_id, handled_time) values (@tenant, 'Trial', gen_random_uuid(), now())",
        ["sagas"] = "(tenant_id, kind, correlation_id, version, state) values (@tenant, 'Trial', gen_random_uuid(), 1, '{}')",
        ["undeliverable_facts"] = "(tenant_id, id, queue, message_key, state, type, body, properties, size_bytes, problem, delivery_hash, failures, create_time, fail_time) "
            + "values (@tenant, gen_random_uuid(), 'trial', 'trial', 'OPEN', '', '', '{}', 0, '', '', 1, now(), now())",
        ["tenant_states"] = "(tenant_id, version, state, update_time) values (@tenant, 1, '{}', now()) on conflict do nothing",
        ["known_tenant_configs"] = "(tenant_id, version, config, confirm_time) values (@tenant, 1, '{}', now()) on conflict do nothing",
        ["tenant_clocks"] = "(tenant_id, ahead) values (@tenant, interval '1 day')",
        ["limit_counters"] = "(tenant_id, name, used) values (@tenant, 'TRIAL', 1)",
        ["idempotency_keys"] = "(tenant_id, key, request_hash, answer, create_time) values (@tenant, gen_random_uuid()::text, 'x', 'x', now())",
        ["account_movements"] = "(tenant_id, account, currency, effective_minute, booked_minute, amount, transaction_currency, transaction_amount) values (@tenant, 'Trial', 'EUR', now(), now(), 1, 'EUR', 1)",
        ["account_totals"] = "(tenant_id, basis, span, start, account, currency, amount, transaction_currency, transaction_amount) values (@tenant, 'BOOKED', 'day', now(), 'Trial', 'EUR', 1, 'EUR', 1)",
        ["worker_totals"] = "(tenant_id, worker_id, span, start, amount) values (@tenant, gen_random_uuid(), 'day', now(), 1)",
        ["take_backs"] = "(tenant_id, report_id, effective_time, reason, receive_time) values (@tenant, gen_random_uuid(), now(), 'Trial', now())",
        ["due_releases"] = "(tenant_id, article_id, step, create_time) select @tenant, id, 'Trial', now() from articles where tenant_id = @tenant limit 1",
        ["prepared_owners"] = "(tenant_id, sealed_profile, password_hash, prepare_time) values (@tenant, 'x', 'x', now())",
        ["withdrawn_tenants"] = "(tenant_id, slug, reason, withdraw_time) values (@tenant, 'trial', 'TRIAL', now())",
        ["domain_requests"] = "(tenant_id, provider, domain, status, attempts, round_time) values (@tenant, 'TRIAL', 'trial.example', 'PENDING', 0, now())",
        ["audit_entries"] = "(tenant_id, id, time, actor_id, actor_kind, action, entity_type, entity_id) values (@tenant, gen_random_uuid(), now(), gen_random_uuid(), 'STAFF', 'trial', 'trial', gen_random_uuid())",
    };

    public static async Task<List<Table>> Tables(RunningSystem system)
    {
        var tables = new List<Table>();
        foreach (var service in system.Services)
        {
            await using var connection = new NpgsqlConnection(system.Handle.Database(service).OwnerConnectionString);
            tables.AddRange(await Tables(connection, service));
        }

        return tables;
    }

    /// <summary>The tables, views and whatever else can be read in one database, but for views that read as whoever asks: the policies of their tables hold for them.</summary>
    public static async Task<List<Table>> Tables(NpgsqlConnection connection, string service) =>
    [
        .. (await connection.QueryAsync<Row>("""
            select c.relname::text as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
                   (select count(*) from pg_policy p where p.polrelid = c.oid) as policies,
                   exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and a.attnotnull and not a.attisdropped) as is_tenants
            from pg_class c
            where c.relkind in ('r', 'p', 'f', 'm', 'v') and c.relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
                and c.relnamespace::regnamespace::text not like 'pg\_%'
                and not (c.relkind = 'v' and coalesce('security_invoker=true' = any(c.reloptions), false)) order by 1
            """)).Select(row => new Table(service, row.Name, row.Enabled, row.Forced, row.Policies, row.Is_Tenants)),
    ];

    /// <summary>The references between tables of tenants: which columns point at which.</summary>
    public static async Task<List<Reference>> References(RunningSystem system, string service)
    {
        await using var connection = new NpgsqlConnection(system.Handle.Database(service).OwnerConnectionString);
        return [.. await connection.QueryAsync<Reference>("""
            select k.conname::text as name, k.conrelid::regclass::text as from_table, k.confrelid::regclass::text as to_table,
                   array(select a.attname::text from unnest(k.conkey) with ordinality as u (n, i) join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.n order by u.i) as from_columns,
                   array(select a.attname::text from unnest(k.confkey) with ordinality as u (n, i) join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.n order by u.i) as to_columns
            from pg_constraint k where k.contype = 'f' order by 1
            """)];
    }

    internal sealed record Table(string Service, string Name, bool IsEnabled, bool IsForced, long Policies, bool IsTenants)
    {
        public bool IsProtected => IsEnabled && IsForced && Policies > 0;

        public bool IsKnownToBelongToNoTenant => BelongsToNoTenant.ContainsKey(Name) || BelongsToNoTenant.ContainsKey(ToString());

        public override string ToString() => $"{Service}.{Name}";
    }

    internal sealed class Reference
    {
        public string Name { get; init; } = "";

        public string From_Table { get; init; } = "";

        public string To_Table { get; init; } = "";

        public string[] From_Columns { get; init; } = [];

        public string[] To_Columns { get; init; } = [];
    }

    private sealed class Row
    {
        public string Name { get; init; } = "";

        public bool Enabled { get; init; }

        public bool Forced { get; init; }

        public long Policies { get; init; }

        public bool Is_Tenants { get; init; }
    }
}
