-- The user who signs in as a worker. Whoever left is archived; whoever never had a part in any work may be deleted, which gives their code back.
alter table workers add column user_id uuid;
alter table workers add column version int not null default 1;
alter table workers add column archive_time timestamptz;
alter table workers add column delete_time timestamptz;
alter table workers drop constraint workers_code_key;
create unique index workers_code_key on workers (tenant_id, code) where delete_time is null;
create unique index workers_user_key on workers (tenant_id, user_id) where delete_time is null;
grant update on workers to {app};

-- Who has a part in a step, alone or with others, or had one when work was reported.
create table step_workers (
    tenant_id uuid not null,
    job_id uuid not null,
    step_id uuid not null,
    worker_id uuid not null,
    is_assigned boolean not null,
    primary key (tenant_id, job_id, step_id, worker_id),
    foreign key (tenant_id, job_id, step_id) references job_steps,
    foreign key (tenant_id, worker_id) references workers
);
create index step_workers_of_worker on step_workers (tenant_id, worker_id, job_id);
alter table step_workers enable row level security;
alter table step_workers force row level security;
create policy tenant on step_workers using (tenant_id = current_setting('app.tenant_id')::uuid);
grant select, insert, update, delete on step_workers to {app};

alter table job_steps no force row level security;
alter table step_reports no force row level security;
alter table step_workers no force row level security;
insert into step_workers (tenant_id, job_id, step_id, worker_id, is_assigned)
select tenant_id, job_id, id, worker_id, true from job_steps where worker_id is not null
union
select s.tenant_id, s.job_id, s.id, (p ->> 'workerId')::uuid, true from job_steps s cross join lateral jsonb_array_elements(s.shares) p;
insert into step_workers (tenant_id, job_id, step_id, worker_id, is_assigned)
select tenant_id, job_id, step_id, worker_id, false from step_reports
union
select r.tenant_id, r.job_id, r.step_id, (p ->> 'workerId')::uuid, false from step_reports r cross join lateral jsonb_array_elements(r.shares) p
on conflict do nothing;
alter table step_workers force row level security;
alter table step_reports force row level security;
alter table job_steps force row level security;
