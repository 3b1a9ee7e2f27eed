-- What is owed to each worker: the running total of the worker's lines, and their count, moved with each line.
create table worker_accounts (
    tenant_id uuid not null,
    worker_id uuid not null,
    currency char(3) not null,
    balance numeric(19, 4) not null,
    sequence bigint not null,
    primary key (tenant_id, worker_id)
);

-- Something that moved money. Append-only: a correction is a new entry that refers to the old one.
create table entries (
    tenant_id uuid not null,
    id uuid not null,
    type text not null,
    -- What it comes from: at most one entry for each.
    source text not null,
    effective_time timestamptz not null,
    booked_time timestamptz not null,
    description text not null,
    details jsonb not null,
    primary key (tenant_id, id),
    constraint entries_source_key unique (tenant_id, source)
);

-- The lines of an entry; credits above zero, debits below. System accounts (WAGES_EXPENSE, CASH) keep no row that every
-- posting would have to lock: their totals are sums of lines.
create table lines (
    tenant_id uuid not null,
    entry_id uuid not null,
    -- 1 is the worker's account, 2 the account on the other side.
    side smallint not null,
    account text not null,
    worker_id uuid,
    currency char(3) not null,
    amount numeric(19, 4) not null check (amount <> 0),
    balance_after numeric(19, 4),
    sequence bigint,
    primary key (tenant_id, entry_id, side),
    foreign key (tenant_id, entry_id) references entries,
    foreign key (tenant_id, worker_id) references worker_accounts,
    check ((account = 'WORKER_PAYABLE') = (worker_id is not null)),
    check ((worker_id is null) = (sequence is null) and (worker_id is null) = (balance_after is null))
);
create unique index lines_of_worker on lines (tenant_id, worker_id, sequence desc) where worker_id is not null;

create function refuse_unbalanced_entries() returns trigger language plpgsql as $$
begin
    if exists (select from inserted group by tenant_id, entry_id, currency having sum(amount) <> 0) then
        raise exception 'the lines of an entry do not sum to zero' using errcode = 'check_violation', constraint = 'lines_balanced';
    end if;
    return null;
end $$;
create trigger balanced after insert on lines
    referencing new table as inserted for each statement execute function refuse_unbalanced_entries();

-- What a worker earned and how much of it payments cover, oldest first.
create table earnings (
    tenant_id uuid not null,
    worker_id uuid not null,
    -- The sequence of the worker's line that earned it: their order.
    sequence bigint not null,
    entry_id uuid not null,
    job_id uuid,
    earned numeric(19, 4) not null check (earned > 0),
    covered numeric(19, 4) not null check (covered between 0 and earned),
    primary key (tenant_id, worker_id, sequence),
    foreign key (tenant_id, entry_id) references entries,
    foreign key (tenant_id, worker_id) references worker_accounts
);
create index earnings_open on earnings (tenant_id, worker_id, sequence) where covered < earned;

create table payments (
    tenant_id uuid not null,
    id uuid not null,
    entry_id uuid not null,
    worker_id uuid not null,
    amount numeric(19, 4) not null check (amount > 0),
    currency char(3) not null,
    advance numeric(19, 4) not null check (advance between 0 and amount),
    balance_after numeric(19, 4) not null,
    method text not null,
    note text not null,
    create_time timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, entry_id) references entries,
    foreign key (tenant_id, worker_id) references worker_accounts
);

create table payment_allocations (
    tenant_id uuid not null,
    payment_id uuid not null,
    number int not null,
    job_id uuid,
    amount numeric(19, 4) not null check (amount > 0),
    primary key (tenant_id, payment_id, number),
    foreign key (tenant_id, payment_id) references payments
);

do $$
declare t text;
begin
    foreach t in array array['worker_accounts', 'entries', 'lines', 'earnings', 'payments', 'payment_allocations'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy tenant on %I using (tenant_id = current_setting(''app.tenant_id'')::uuid)', t);
    end loop;
end $$;
grant select, insert on entries, lines, payments, payment_allocations to {app};
grant select, insert, update on worker_accounts, earnings to {app};
