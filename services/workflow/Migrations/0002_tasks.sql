-- What waits for a person: one for each time that an instance comes to a manual state.
create table tasks (
    tenant_id uuid not null,
    id uuid not null,
    instance_id uuid not null,
    -- Which of the instance's moves led there.
    visit int not null,
    state text not null,
    name text not null,
    status text not null check (status in ('OPEN', 'COMPLETED', 'CANCELLED')),
    -- Whoever has any of them may take it on.
    roles text[] not null,
    assignee_id uuid,
    -- Who handed it on, and gets it back.
    delegator_id uuid,
    due_time timestamptz,
    create_time timestamptz not null,
    update_time timestamptz not null,
    end_time timestamptz,
    completer_id uuid,
    primary key (tenant_id, id),
    foreign key (tenant_id, instance_id) references instances,
    unique (tenant_id, instance_id, visit),
    check ((status = 'OPEN') = (end_time is null)),
    check ((status = 'COMPLETED') = (completer_id is not null)),
    check (delegator_id is null or assignee_id is not null)
);
create index tasks_open on tasks (tenant_id, id) where status = 'OPEN';
create index tasks_of_assignee on tasks (tenant_id, assignee_id, id) where status = 'OPEN';

alter table tasks enable row level security;
alter table tasks force row level security;
create policy tenant on tasks using (tenant_id = current_setting('app.tenant_id')::uuid);
grant select, insert, update (status, roles, assignee_id, delegator_id, update_time, end_time, completer_id) on tasks to {app};
