-- Addresses of tenants' that are told what happens.
create table webhooks (
    tenant_id uuid not null,
    id uuid not null,
    url text not null,
    description text not null,
    events text[] not null,
    status text not null check (status in ('ENABLED', 'DISABLED')),
    disable_reason text check (disable_reason in ('REQUESTED', 'GONE', 'FAILING')),
    disable_time timestamptz,
    -- Since when nothing that was sent arrived.
    failing_time timestamptz,
    sealed_secret bytea,
    sealed_former_secret bytea,
    former_secret_expire_time timestamptz,
    version bigint not null,
    create_time timestamptz not null,
    update_time timestamptz not null,
    -- A deleted one is there for as long as its deliveries are, and nobody sees either.
    delete_time timestamptz,
    primary key (tenant_id, id),
    check ((status = 'DISABLED') = (disable_reason is not null)),
    check ((disable_reason is null) = (disable_time is null)),
    check ((sealed_former_secret is null) = (former_secret_expire_time is null)),
    check ((delete_time is null) = (sealed_secret is not null)),
    check (delete_time is null or (status = 'DISABLED' and sealed_former_secret is null))
);
create index webhooks_deleted on webhooks (delete_time) where delete_time is not null;

-- Events on their way to them: an event goes to a webhook once.
create table webhook_deliveries (
    tenant_id uuid not null,
    id uuid not null,
    webhook_id uuid not null,
    event_id uuid not null,
    type text not null,
    body text not null,
    status text not null check (status in ('PENDING', 'DELIVERED', 'FAILED')),
    -- How often it was sent, and how often since somebody asked for it last: pauses follow from that.
    attempts int not null,
    tries int not null,
    due_time timestamptz not null,
    -- Until when a process that took it has it for itself: it is taken again then.
    lease_time timestamptz not null,
    create_time timestamptz not null,
    end_time timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, webhook_id, event_id),
    foreign key (tenant_id, webhook_id) references webhooks,
    check ((status = 'PENDING') = (end_time is null))
);
create index webhook_deliveries_pending on webhook_deliveries (tenant_id, webhook_id, due_time) where status = 'PENDING';
create index webhook_deliveries_of_webhook on webhook_deliveries (tenant_id, webhook_id, id);
create index webhook_deliveries_by_age on webhook_deliveries (create_time);

-- The calls that were made for them.
create table webhook_attempts (
    tenant_id uuid not null,
    delivery_id uuid not null,
    number int not null,
    start_time timestamptz not null,
    duration_milliseconds int not null,
    status_code int not null,
    excerpt text not null,
    error text not null,
    primary key (tenant_id, delivery_id, number),
    foreign key (tenant_id, delivery_id) references webhook_deliveries on delete cascade
);

do $$
declare t text;
begin
    foreach t in array array['webhooks', 'webhook_deliveries', 'webhook_attempts'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy tenant on %I using (tenant_id = current_setting(''app.tenant_id'')::uuid)', t);
    end loop;
end $$;
create policy timers on webhooks using (current_setting('app.door', true) = 'timers');
create policy timers on webhook_deliveries using (current_setting('app.door', true) = 'timers');
-- Secrets are sealed anew when the key changes.
create policy seeding on webhooks using (current_setting('app.door', true) = 'seeding');
grant select, insert, delete, update on webhooks to {app};
grant select, insert, delete, update (status, attempts, tries, due_time, lease_time, end_time) on webhook_deliveries to {app};
grant select, insert on webhook_attempts to {app};
