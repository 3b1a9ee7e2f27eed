-- What is done along the ways of instances: everything that was asked for, kept as part of what happened; what is queued is done from here.
create table activities (
    tenant_id uuid not null,
    instance_id uuid not null,
    -- Counts what the instance asked for.
    number int not null,
    type text not null check (type in ('SEND_NOTIFICATION', 'CALL_WEBHOOK', 'EMIT_EVENT', 'EXECUTE_FUNCTION', 'UPDATE_CONTEXT', 'WAIT')),
    transition text not null,
    -- Which of the transition's activities.
    position int not null check (position >= 0),
    -- The activity that it undoes.
    undoes int,
    status text not null check (status in ('PENDING', 'SUCCEEDED', 'FAILED', 'SKIPPED', 'COMPENSATED', 'CANCELLED')),
    -- Whether it failed and waits for an operator.
    is_suspended boolean not null default false,
    attempts int not null check (attempts >= 0),
    -- Why the last attempt was in vain, or why it was skipped.
    error text not null,
    -- What it is given, its templates filled in but for what the operator's configuration says.
    input jsonb not null,
    due_time timestamptz not null,
    -- Until when a process that took it has it for itself: it is taken again then.
    lease_time timestamptz not null,
    create_time timestamptz not null,
    end_time timestamptz,
    primary key (tenant_id, instance_id, number),
    foreign key (tenant_id, instance_id) references instances,
    foreign key (tenant_id, instance_id, undoes) references activities,
    check ((status = 'PENDING') = (end_time is null)),
    check (not is_suspended or status = 'FAILED')
);
create index activities_pending on activities (tenant_id, due_time) where status = 'PENDING';

alter table activities enable row level security;
alter table activities force row level security;
create policy tenant on activities using (tenant_id = current_setting('app.tenant_id')::uuid);
create policy activities_look on activities for select using (current_setting('app.door', true) = 'timers');
create policy activities_lease on activities for update using (current_setting('app.door', true) = 'timers');
grant select, insert, update (status, is_suspended, attempts, error, input, due_time, lease_time, end_time) on activities to {app};
