create table definitions (
    tenant_id uuid not null,
    id uuid not null,
    name text not null check (length(name) between 1 and 100),
    latest_version int not null check (latest_version >= 1),
    active_version int check (active_version between 1 and latest_version),
    create_time timestamptz not null,
    primary key (tenant_id, id),
    constraint definitions_name_key unique (tenant_id, name)
);

-- A version is written once: of all its columns only its status changes, and the application role can change no other.
create table definition_versions (
    tenant_id uuid not null,
    definition_id uuid not null,
    version int not null,
    status text not null check (status in ('DRAFT', 'ACTIVE', 'ARCHIVED')),
    -- JSON as it was given, in its order.
    document text not null,
    create_time timestamptz not null,
    publish_time timestamptz,
    primary key (tenant_id, definition_id, version),
    foreign key (tenant_id, definition_id) references definitions
);
create unique index definition_versions_one_active on definition_versions (tenant_id, definition_id) where status = 'ACTIVE';

-- An instance as its history makes it; state holds its tokens and what it waits for.
create table instances (
    tenant_id uuid not null,
    id uuid not null,
    definition_id uuid not null,
    definition_version int not null,
    business_key text not null check (length(business_key) <= 200),
    status text not null check (status in ('RUNNING', 'COMPLETED', 'CANCELLED', 'FAILED')),
    states text[] not null,
    context jsonb not null,
    state jsonb not null,
    -- How many rows of history there are.
    version int not null,
    started_by uuid not null,
    error text not null,
    create_time timestamptz not null,
    update_time timestamptz not null,
    end_time timestamptz,
    primary key (tenant_id, id),
    foreign key (tenant_id, definition_id, definition_version) references definition_versions,
    check ((status = 'RUNNING') = (end_time is null))
);
create index instances_by_status on instances (tenant_id, status, id);
create index instances_by_definition on instances (tenant_id, definition_id, id);
create unique index instances_business_key on instances (tenant_id, definition_id, business_key) where status = 'RUNNING' and business_key <> '';

-- What happened, in order; rows are only added.
create table history (
    tenant_id uuid not null,
    instance_id uuid not null,
    sequence int not null check (sequence >= 1),
    time timestamptz not null,
    type text not null,
    transition text not null,
    from_state text not null,
    to_state text not null,
    actor_id uuid not null,
    reason text not null,
    metadata jsonb,
    -- The caller's own name of the execution.
    transition_key text,
    details jsonb not null,
    primary key (tenant_id, instance_id, sequence),
    foreign key (tenant_id, instance_id) references instances
);
create unique index history_transition_key on history (tenant_id, instance_id, transition_key) where transition_key is not null;

do $$
declare t text;
begin
    foreach t in array array['definitions', 'definition_versions', 'instances', 'history'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy tenant on %I using (tenant_id = current_setting(''app.tenant_id'')::uuid)', t);
    end loop;
end $$;
grant select, insert, update (name, latest_version, active_version) on definitions to {app};
grant select, insert, update (status, publish_time) on definition_versions to {app};
grant select, insert, update (status, states, context, state, version, error, update_time, end_time) on instances to {app};
grant select, insert on history to {app};
