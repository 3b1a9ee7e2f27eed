-- A month that was closed at least once; every other one is open. Months are closed in order and opened again from the last, so that
-- what is closed ends at one moment.
create table periods (
    tenant_id uuid not null,
    name text not null check (name ~ '^\d{4}-\d\d$'),
    id uuid not null,
    start_time timestamptz not null,
    end_time timestamptz not null check (end_time > start_time),
    is_closed boolean not null,
    primary key (tenant_id, name)
);

-- What a period came to each time that it was closed, chained to the seal of the period before: docs/periods.md says how.
create table period_seals (
    tenant_id uuid not null,
    period text not null,
    number int not null check (number > 0),
    previous_hash bytea not null check (length(previous_hash) = 32),
    hash bytea not null check (length(hash) = 32),
    totals jsonb not null,
    seal_time timestamptz not null,
    sealed_by uuid not null,
    primary key (tenant_id, period, number),
    foreign key (tenant_id, period) references periods
);
create trigger append_only before update or delete or truncate on period_seals for each statement execute function refuse_change();

-- That a seal is to be broken: one person asks, another one approves.
create table period_reopenings (
    tenant_id uuid not null,
    period text not null,
    number int not null,
    requested_by uuid not null,
    request_time timestamptz not null,
    reason text not null,
    approved_by uuid check (approved_by <> requested_by),
    approve_time timestamptz,
    primary key (tenant_id, period, number),
    foreign key (tenant_id, period, number) references period_seals,
    check ((approved_by is null) = (approve_time is null))
);

do $$
declare t text;
begin
    foreach t in array array['periods', 'period_seals', 'period_reopenings'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy tenant on %I using (tenant_id = current_setting(''app.tenant_id'')::uuid)', t);
    end loop;
end $$;
grant select, insert, update on periods, period_reopenings to {app};
grant select, insert on period_seals to {app};

-- What counts in another period than that of its effective time.
create index entries_late on entries (tenant_id, period) where period is not null;

-- Whoever books shares this lock until the end of the transaction, whoever closes has it alone: so an entry is either in the totals
-- that a period is sealed with, or knows that the period is closed. It lies in memory and costs no write.
create function period_lock(tenant uuid) returns bigint language sql immutable as $$ select hashtextextended(tenant::text, 6) $$;

-- An entry counts in no period that is closed, whoever books it.
create function refuse_closed_periods() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock_shared(key) from (select distinct period_lock(tenant_id) as key from inserted order by 1) k;
    if exists (
        select from (select distinct tenant_id from inserted) t
        cross join lateral (select name, end_time from periods p where p.tenant_id = t.tenant_id and p.is_closed order by name desc limit 1) c
        join inserted i on i.tenant_id = t.tenant_id
        where case when i.period is null then i.effective_time < c.end_time else i.period <= c.name end) then
        raise exception 'an entry would count in a period that is closed' using errcode = 'check_violation', constraint = 'entries_period_open';
    end if;
    return null;
end $$;
create trigger period_open after insert on entries
    referencing new table as inserted for each statement execute function refuse_closed_periods();
