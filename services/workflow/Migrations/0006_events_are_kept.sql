-- Up to where a tenant's events are numbered: whoever adds some holds the row until they are committed, so that they are seen in the
-- order of their numbers and none is missing between two.
create table event_counters (
    tenant_id uuid primary key,
    last_sequence bigint not null check (last_sequence > 0)
);

-- What happened in a tenant, as its programs are told; what is too old is forgotten.
create table events (
    tenant_id uuid not null,
    sequence bigint not null,
    event_id uuid not null,
    type text not null,
    data text not null,
    occur_time timestamptz not null,
    create_time timestamptz not null,
    primary key (tenant_id, sequence),
    unique (tenant_id, event_id)
);
create index events_by_type on events (tenant_id, type, sequence);
create index events_by_age on events (create_time);

do $$
declare t text;
begin
    foreach t in array array['event_counters', 'events'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy tenant on %I using (tenant_id = current_setting(''app.tenant_id'')::uuid)', t);
    end loop;
end $$;
create policy timers on events using (current_setting('app.door', true) = 'timers');
grant select, insert, update on event_counters to {app};
grant select, insert, delete on events to {app};
