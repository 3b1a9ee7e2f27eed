-- Where a rate came and found more held reports than its own transaction would release.
create table due_releases (
    tenant_id uuid not null,
    article_id uuid not null,
    step text not null,
    create_time timestamptz not null,
    primary key (tenant_id, article_id, step)
);
create index due_releases_oldest on due_releases (create_time);
alter table due_releases enable row level security;
alter table due_releases force row level security;
create policy tenant on due_releases using (tenant_id = current_setting('app.tenant_id')::uuid);
create policy timers on due_releases for select using (current_setting('app.door', true) = 'timers');
grant select, insert, delete on due_releases to {app};

create index held_reports_of_step on held_reports (tenant_id, job_id, step_id) where release_time is null;
