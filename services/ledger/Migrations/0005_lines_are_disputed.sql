-- That somebody does not agree with a line of a worker's account.
create table disputes (
    tenant_id uuid not null,
    id uuid not null,
    entry_id uuid not null,
    worker_id uuid not null,
    status text not null check (status in ('OPEN', 'ANSWERED', 'RESOLVED', 'WITHDRAWN')),
    create_time timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, entry_id) references entries,
    foreign key (tenant_id, worker_id) references worker_accounts
);
create unique index disputes_open_once on disputes (tenant_id, entry_id, worker_id) where status in ('OPEN', 'ANSWERED');
create index disputes_going_on on disputes (tenant_id, id) where status in ('OPEN', 'ANSWERED');
create index disputes_of_worker on disputes (tenant_id, worker_id, id desc);

-- What was said about it, by whom, and what it became by that; rows are added, never changed.
create table dispute_events (
    tenant_id uuid not null,
    dispute_id uuid not null,
    number int not null,
    status text not null,
    message text not null,
    user_id uuid not null,
    time timestamptz not null,
    primary key (tenant_id, dispute_id, number),
    foreign key (tenant_id, dispute_id) references disputes
);
create trigger append_only before update or delete or truncate on dispute_events for each statement execute function refuse_change();

-- The entries that put the account right.
create table dispute_entries (
    tenant_id uuid not null,
    dispute_id uuid not null,
    entry_id uuid not null,
    primary key (tenant_id, dispute_id, entry_id),
    foreign key (tenant_id, dispute_id) references disputes,
    foreign key (tenant_id, entry_id) references entries
);
create trigger append_only before update or delete or truncate on dispute_entries for each statement execute function refuse_change();

do $$
declare t text;
begin
    foreach t in array array['disputes', 'dispute_events', 'dispute_entries'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy tenant on %I using (tenant_id = current_setting(''app.tenant_id'')::uuid)', t);
    end loop;
end $$;
grant select, insert, update on disputes to {app};
grant select, insert on dispute_events, dispute_entries to {app};
