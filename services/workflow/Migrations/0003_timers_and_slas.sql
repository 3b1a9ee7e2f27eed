-- What is to happen to an instance by itself, for as long as it stays where it is.
create table timers (
    tenant_id uuid not null,
    instance_id uuid not null,
    -- Which of the instance's moves led there.
    visit int not null,
    -- WAIT: a waitForTimer state goes on. SLA: the stay is too long (step 0), or the escalation of that number is due.
    purpose text not null check (purpose in ('WAIT', 'SLA')),
    step int not null check (step >= 0),
    token int not null,
    due_time timestamptz not null,
    -- Until when a process that took it has it for itself: it is tried again then.
    lease_time timestamptz not null,
    primary key (tenant_id, instance_id, visit, purpose, step),
    foreign key (tenant_id, instance_id) references instances
);
create index timers_due on timers (due_time);

-- Stays that were longer than their definition allows: one row each, kept.
create table sla_violations (
    tenant_id uuid not null,
    id uuid not null,
    instance_id uuid not null,
    definition_id uuid not null,
    visit int not null,
    state text not null,
    due_time timestamptz not null,
    create_time timestamptz not null,
    -- When the instance left the state at last.
    end_time timestamptz,
    primary key (tenant_id, id),
    foreign key (tenant_id, instance_id) references instances,
    foreign key (tenant_id, definition_id) references definitions,
    unique (tenant_id, instance_id, visit)
);
create index sla_violations_open on sla_violations (tenant_id, id) where end_time is null;
create index sla_violations_by_definition on sla_violations (tenant_id, definition_id, id);

do $$
declare t text;
begin
    foreach t in array array['timers', 'sla_violations'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy tenant on %I using (tenant_id = current_setting(''app.tenant_id'')::uuid)', t);
    end loop;
end $$;
create policy timers_look on timers for select using (current_setting('app.door', true) = 'timers');
create policy timers_lease on timers for update using (current_setting('app.door', true) = 'timers');
grant select, insert, update (lease_time), delete on timers to {app};
grant select, insert, update (end_time) on sla_violations to {app};
