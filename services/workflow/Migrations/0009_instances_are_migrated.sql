-- Instances that run are counted and chosen by their versions, however many have ended.
create index instances_running on instances (tenant_id, definition_id, definition_version, id) where status = 'RUNNING';

-- What takes instances that are under way to another version of their definition.
create table migrations (
    tenant_id uuid not null,
    id uuid not null,
    definition_id uuid not null,
    version int not null,
    -- Those that are migrated; what their states become, by their ids.
    from_versions int[] not null,
    mapping jsonb not null,
    -- What they get to know that do not know it.
    context jsonb not null,
    -- How many were chosen when it began: one result each.
    instances int not null check (instances >= 0),
    creator_id uuid not null,
    create_time timestamptz not null,
    cancel_time timestamptz,
    primary key (tenant_id, id),
    foreign key (tenant_id, definition_id, version) references definition_versions
);
create index migrations_by_definition on migrations (tenant_id, definition_id, id);

-- Each instance of a migration: what is to be done, then what became of it.
create table migration_results (
    tenant_id uuid not null,
    migration_id uuid not null,
    instance_id uuid not null,
    outcome text not null check (outcome in ('PENDING', 'MIGRATED', 'SKIPPED', 'FAILED')),
    -- How often a process took it; one that fails again and again is given up.
    attempts int not null default 0,
    -- Until when a process that took it has it for itself: it is taken again then.
    lease_time timestamptz not null,
    -- The version that it ran on, and where it stood before and after.
    from_version int not null,
    from_states text[] not null,
    to_states text[] not null,
    hindrance text,
    message text not null,
    end_time timestamptz,
    primary key (tenant_id, migration_id, instance_id),
    foreign key (tenant_id, migration_id) references migrations,
    foreign key (tenant_id, instance_id) references instances,
    check ((outcome = 'PENDING') = (end_time is null)),
    check ((outcome in ('SKIPPED', 'FAILED')) = (hindrance is not null))
);
create index migration_results_pending on migration_results (tenant_id, lease_time, migration_id, instance_id) where outcome = 'PENDING';
create index migration_results_by_outcome on migration_results (tenant_id, migration_id, outcome, instance_id);
create index migration_results_of_instance on migration_results (tenant_id, instance_id);

do $$
declare t text;
begin
    foreach t in array array['migrations', 'migration_results'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy tenant on %I using (tenant_id = current_setting(''app.tenant_id'')::uuid)', t);
    end loop;
end $$;
create policy migrations_look on migration_results for select using (current_setting('app.door', true) = 'timers');
create policy migrations_lease on migration_results for update using (current_setting('app.door', true) = 'timers');
grant select, insert, update (cancel_time) on migrations to {app};
grant select, insert, update (outcome, attempts, lease_time, from_version, from_states, to_states, hindrance, message, end_time) on migration_results to {app};

-- A stay goes on under another version: the instance names that, and its task what the state is called and wants there.
grant update (definition_version) on instances to {app};
grant update (state, name, due_time) on tasks to {app};
