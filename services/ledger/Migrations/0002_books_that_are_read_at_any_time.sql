-- What the books need so that they can be read as they stood at any time, corrected, and checked by others.

-- Rows that are there already are filled in below, of every tenant.
alter table worker_accounts no force row level security;
alter table entries no force row level security;
alter table lines no force row level security;
alter table earnings no force row level security;

-- An entry may belong to a period and correct another entry. Sources are compared byte by byte, so that all entries of a report
-- (`report:<report>:<worker>`) are a range of the index.
alter table entries add column period text, add column corrects_entry_id uuid;
alter table entries add constraint entries_corrects_entry foreign key (tenant_id, corrects_entry_id) references entries;
alter table entries alter column source type text collate "C";
create index entries_corrections on entries (tenant_id, corrects_entry_id) where corrects_entry_id is not null;
create index entries_by_effective_time on entries (tenant_id, effective_time);

-- An entry has any number of lines, on any number of accounts. A worker's line carries its times, which never run backwards in the
-- order of booking, and a hash over itself and the line before: docs/statements.md says what of.
alter table lines rename column side to number;
alter table lines add column effective_time timestamptz, add column booked_time timestamptz, add column hash bytea;

-- What the next line of a worker is chained to, and the key that the worker's statements are signed with.
alter table worker_accounts
    add column last_hash bytea not null default decode(repeat('00', 32), 'hex') check (length(last_hash) = 32),
    add column last_booked_time timestamptz not null default 'epoch',
    add column statement_key uuid not null default gen_random_uuid();

do $$
declare
    line record;
    tenant uuid;
    worker uuid;
    previous bytea;
    booked timestamptz;
begin
    for line in
        select l.tenant_id, l.entry_id, l.number, l.worker_id, l.currency, l.amount, l.balance_after, l.sequence, e.type, e.effective_time, e.booked_time, e.description
        from lines l join entries e on e.tenant_id = l.tenant_id and e.id = l.entry_id
        where l.worker_id is not null order by l.tenant_id, l.worker_id, l.sequence
    loop
        if (line.tenant_id, line.worker_id) is distinct from (tenant, worker) then
            tenant := line.tenant_id;
            worker := line.worker_id;
            previous := decode(repeat('00', 32), 'hex');
            booked := 'epoch';
        end if;
        booked := greatest(booked, line.booked_time);
        previous := sha256(convert_to(concat_ws(E'\n', 'factoryflow-line-1', encode(previous, 'hex'), line.worker_id, line.sequence, line.entry_id, line.type, line.currency, line.amount,
            line.balance_after, to_char(line.effective_time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), to_char(booked at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
            line.description), 'UTF8'));
        update lines u set effective_time = line.effective_time, booked_time = booked, hash = previous
        where u.tenant_id = tenant and u.entry_id = line.entry_id and u.number = line.number;
        update worker_accounts a set last_hash = previous, last_booked_time = booked where a.tenant_id = tenant and a.worker_id = worker;
    end loop;
end $$;
alter table lines add check (
    (worker_id is null) = (hash is null) and (worker_id is null) = (effective_time is null) and (worker_id is null) = (booked_time is null));
create index lines_by_effective_time on lines (tenant_id, worker_id, effective_time) where worker_id is not null;
-- The accounts that are nobody's own, in the order of booking: ids of entries sort by it.
create index lines_of_account on lines (tenant_id, account, entry_id desc) where worker_id is null;

-- The last line of a worker that was booked before a moment, found by halving: lines are numbered without a gap, and their booked
-- times never run backwards.
create function last_line_before(tenant uuid, worker uuid, line_count bigint, moment timestamptz) returns bigint language plpgsql stable as $$
declare
    low bigint := 0;
    high bigint := line_count;
    middle bigint;
begin
    while low < high loop
        middle := (low + high + 1) / 2;
        if (select booked_time < moment from lines where tenant_id = tenant and worker_id = worker and sequence = middle) then
            low := middle;
        else
            high := middle - 1;
        end if;
    end loop;
    return low;
end $$;

-- What the lines of a worker come to by month and by day of their effective time: of all lines up to the last multiple of 128. The
-- posting that passes one adds the 128 before it, so a balance at any time is a few sums and at most some hundred lines.
create table worker_totals (
    tenant_id uuid not null,
    worker_id uuid not null,
    span text not null check (span in ('month', 'day')),
    start timestamptz not null,
    amount numeric(28, 4) not null,
    primary key (tenant_id, worker_id, span, start)
);
insert into worker_totals (tenant_id, worker_id, span, start, amount)
select l.tenant_id, l.worker_id, s.span, date_trunc(s.span, l.effective_time, 'UTC'), sum(l.amount)
from lines l join worker_accounts a on a.tenant_id = l.tenant_id and a.worker_id = l.worker_id and l.sequence <= a.sequence - a.sequence % 128
cross join (values ('month'), ('day')) as s (span)
group by 1, 2, 3, 4;

-- What each posting moved on each account, by the minutes that it happened and was written down in. A job adds these rows up into
-- account_totals, so that no posting waits for a row that another one holds.
create table account_movements (
    tenant_id uuid not null,
    id bigint generated always as identity,
    account text not null,
    currency char(3) not null,
    effective_minute timestamptz not null,
    booked_minute timestamptz not null,
    amount numeric(28, 4) not null,
    primary key (tenant_id, id)
);
create table account_totals (
    tenant_id uuid not null,
    -- Whether start is of the time that it happened at, or was written down at.
    basis text not null check (basis in ('EFFECTIVE', 'BOOKED')),
    span text not null check (span in ('month', 'day', 'hour', 'minute')),
    start timestamptz not null,
    account text not null,
    currency char(3) not null,
    amount numeric(28, 4) not null,
    primary key (tenant_id, basis, span, start, account, currency)
);
insert into account_movements (tenant_id, account, currency, effective_minute, booked_minute, amount)
select l.tenant_id, l.account, l.currency, date_trunc('minute', e.effective_time), date_trunc('minute', e.booked_time), sum(l.amount)
from lines l join entries e on e.tenant_id = l.tenant_id and e.id = l.entry_id
group by 1, 2, 3, 4, 5;

-- What is booked is neither changed nor removed, whoever asks: beside the rights that the application does not have.
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only: a correction is a new entry', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger append_only before update or delete or truncate on entries for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on lines for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on payments for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on payment_allocations for each statement execute function refuse_change();

-- A correction takes back what was earned. The line of an earning vouches for its worker.
alter table earnings drop constraint earnings_earned_check, add constraint earnings_earned_check check (earned >= 0);
alter table earnings drop constraint earnings_tenant_id_worker_id_fkey;

-- Shares of paid work that had no rate yet: visible until the rate comes or the work is taken back.
create table held_lines (
    tenant_id uuid not null,
    report_id uuid not null,
    worker_id uuid not null,
    job_id uuid not null,
    job_number int not null,
    step_id uuid not null,
    step_name text not null,
    article_id uuid not null,
    quantity int not null check (quantity > 0),
    currency char(3) not null,
    -- WEIGHT, PIECES or HOURS and how much of it, where the work is shared.
    basis text,
    part numeric(19, 4),
    effective_time timestamptz not null,
    hold_time timestamptz not null,
    outcome text check (outcome in ('RELEASED', 'TAKEN_BACK')),
    outcome_time timestamptz,
    -- Why it was taken back.
    outcome_reason text,
    primary key (tenant_id, report_id, worker_id),
    foreign key (tenant_id, worker_id) references worker_accounts,
    check ((basis is null) = (part is null)),
    check ((outcome is null) = (outcome_time is null))
);
create index held_lines_open on held_lines (tenant_id, report_id, worker_id) where outcome is null;
create index held_lines_of_worker on held_lines (tenant_id, worker_id, report_id) where outcome is null;

-- Corrections that arrived before the report that they take back.
create table waiting_take_backs (
    tenant_id uuid not null,
    report_id uuid not null,
    effective_time timestamptz not null,
    reason text not null,
    receive_time timestamptz not null,
    primary key (tenant_id, report_id)
);

alter table worker_accounts force row level security;
alter table entries force row level security;
alter table lines force row level security;
alter table earnings force row level security;
do $$
declare t text;
begin
    foreach t in array array['worker_totals', 'account_movements', 'account_totals', 'held_lines', 'waiting_take_backs'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy tenant on %I using (tenant_id = current_setting(''app.tenant_id'')::uuid)', t);
    end loop;
end $$;
create policy timers on account_movements using (current_setting('app.door', true) = 'timers');
create policy timers on account_totals using (current_setting('app.door', true) = 'timers');
grant select, insert, update on worker_totals, account_totals, held_lines to {app};
grant select, insert, delete on account_movements, waiting_take_backs to {app};
