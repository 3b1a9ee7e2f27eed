-- Facts that a queue of the service's gave up on: taken from the broker, so that they can be looked at, retried and discarded. Their tenant
-- is the one that they name; the nil UUID where that cannot be read.
create table undeliverable_facts (
    tenant_id uuid not null,
    id uuid not null,
    queue text not null,
    -- What the message is known by, however often it comes back.
    message_key text not null,
    state text not null check (state in ('OPEN', 'RETRIED', 'DISCARDED')),
    type text not null,
    event_id uuid,
    -- As it stood on the bus; gone once it is back there.
    body bytea,
    properties jsonb not null,
    size_bytes int not null,
    problem text not null,
    -- Of the delivery that came here last: taken from the broker once more, behind a crash, it is no second failure.
    delivery_hash bytea not null,
    failures int not null,
    create_time timestamptz not null,
    fail_time timestamptz not null,
    settle_time timestamptz,
    settled_by uuid,
    discard_reason text,
    primary key (tenant_id, id),
    unique (tenant_id, queue, message_key),
    constraint what_is_retried_is_on_the_bus check ((body is null) = (state = 'RETRIED'))
);
create index undeliverable_facts_by_state on undeliverable_facts (state, id);
create index undeliverable_facts_by_age on undeliverable_facts (settle_time) where state = 'RETRIED';
alter table undeliverable_facts enable row level security;
alter table undeliverable_facts force row level security;
create policy tenant on undeliverable_facts using (tenant_id = current_setting('app.tenant_id')::uuid);
create policy operations on undeliverable_facts for select using (current_setting('app.door', true) = 'operations');
create policy timers on undeliverable_facts using (current_setting('app.door', true) = 'timers') with check (false);
create policy only_timers_delete on undeliverable_facts as restrictive for delete using (current_setting('app.door', true) = 'timers');
grant select, insert, update, delete on undeliverable_facts to {app};

-- Since when a saga stands where it is; null for one that has not moved since before this.
alter table sagas add column update_time timestamptz;
create policy operations on sagas for select using (current_setting('app.door', true) = 'operations');
