-- Facts that are committed and not yet on the bus. Its key is the order of commit, not the tenant: the relay takes all tenants' rows.
create table outbox (
    sequence bigint generated always as identity primary key,
    tenant_id uuid not null,
    event_id uuid not null,
    type text not null,
    body text not null,
    trace_parent text
);
alter table outbox enable row level security;
alter table outbox force row level security;
create policy publish on outbox for insert with check (tenant_id = current_setting('app.tenant_id')::uuid);
create policy relay on outbox using (current_setting('app.door', true) = 'relay');
-- Rows live for milliseconds; without eager vacuuming the relay would wade through dead ones.
alter table outbox set (autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_insert_threshold = -1);
grant select, insert, update, delete on outbox to {app};

-- Facts that were handled, by consumer.
create table inbox (
    tenant_id uuid not null,
    consumer text not null,
    event_id uuid not null,
    handled_time timestamptz not null,
    primary key (tenant_id, consumer, event_id)
);
alter table inbox enable row level security;
alter table inbox force row level security;
create policy tenant on inbox using (tenant_id = current_setting('app.tenant_id')::uuid);
grant select, insert on inbox to {app};

-- The first answer to each idempotency key.
create table idempotency_keys (
    tenant_id uuid not null,
    key text not null check (length(key) between 1 and 255),
    request_hash bytea not null,
    answer bytea not null,
    create_time timestamptz not null,
    primary key (tenant_id, key)
);
alter table idempotency_keys enable row level security;
alter table idempotency_keys force row level security;
create policy tenant on idempotency_keys using (tenant_id = current_setting('app.tenant_id')::uuid);
grant select, insert on idempotency_keys to {app};

-- Who did what. The application can add and read, never change or remove.
create table audit_entries (
    tenant_id uuid not null,
    id uuid not null,
    time timestamptz not null,
    actor_id uuid not null,
    actor_kind text not null,
    action text not null,
    entity_type text not null,
    entity_id uuid not null,
    changes jsonb,
    request_id text,
    remote_address inet,
    primary key (tenant_id, id)
);
alter table audit_entries enable row level security;
alter table audit_entries force row level security;
create policy tenant on audit_entries using (tenant_id = current_setting('app.tenant_id')::uuid);
grant select, insert on audit_entries to {app};
