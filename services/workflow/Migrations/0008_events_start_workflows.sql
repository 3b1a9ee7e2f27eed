-- What the active versions of definitions listen to: written and taken out in the transaction that publishes or archives one, so that an
-- event is met by one version's triggers or by the next one's, and one that nobody listens to costs a look at this index.
create table triggers (
    tenant_id uuid not null,
    definition_id uuid not null,
    id text not null,
    definition_version int not null,
    event_type text not null,
    -- As it stands in the definition.
    document text not null,
    primary key (tenant_id, definition_id, id),
    foreign key (tenant_id, definition_id, definition_version) references definition_versions
);
create index triggers_by_event on triggers (tenant_id, event_type, definition_id, id);

-- What became of each event that a trigger heard: written in the transaction that keeps the event, and ended in the one that starts the
-- instance. An event counts once for a trigger, however often it is heard.
create table trigger_runs (
    tenant_id uuid not null,
    id uuid not null,
    definition_id uuid not null,
    -- The version whose trigger heard the event.
    definition_version int not null,
    trigger_id text not null,
    event_id uuid not null,
    event_type text not null,
    business_key text not null,
    -- How many triggers led to the event, with this one.
    depth int not null check (depth >= 1),
    outcome text not null check (outcome in ('PENDING', 'STARTED', 'DEBOUNCED', 'SKIPPED', 'LOOP', 'FAILED')),
    reason text not null,
    detail text not null,
    instance_id uuid,
    due_time timestamptz not null,
    -- Until when a process that took it has it for itself, and how often one did: it is taken again then, but not for ever.
    lease_time timestamptz not null,
    attempts int not null check (attempts >= 0),
    create_time timestamptz not null,
    end_time timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, definition_id, trigger_id, event_id),
    foreign key (tenant_id, definition_id, definition_version) references definition_versions,
    foreign key (tenant_id, instance_id) references instances,
    check ((outcome = 'PENDING') = (end_time is null)),
    check ((outcome = 'STARTED') = (instance_id is not null))
);
create index trigger_runs_due on trigger_runs (tenant_id, due_time) where outcome = 'PENDING';
create index trigger_runs_pending on trigger_runs (tenant_id, definition_id, trigger_id, business_key) where outcome = 'PENDING';
create index trigger_runs_of_definition on trigger_runs (tenant_id, definition_id, id);
create index trigger_runs_by_outcome on trigger_runs (tenant_id, definition_id, outcome, id);
create index trigger_runs_by_age on trigger_runs (create_time);

-- Which trigger started an instance, and how many triggers led to it: 0 where somebody started it.
alter table instances add column trigger_id text, add column trigger_depth int not null default 0 check (trigger_depth >= 0);
create index instances_by_trigger on instances (tenant_id, definition_id, trigger_id) where status = 'RUNNING' and trigger_id is not null;

do $$
declare t text;
begin
    foreach t in array array['triggers', 'trigger_runs'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy tenant on %I using (tenant_id = current_setting(''app.tenant_id'')::uuid)', t);
    end loop;
end $$;
create policy timers on trigger_runs using (current_setting('app.door', true) = 'timers');
-- A row of triggers is locked while what it has started is counted.
grant select, insert, delete, update (definition_version) on triggers to {app};
grant select, insert, delete, update (outcome, reason, detail, instance_id, lease_time, attempts, end_time) on trigger_runs to {app};
