-- What held when a job was created holds for it.
alter table jobs add column is_ordered boolean not null default true;
alter table jobs add column reject_reasons text[] not null default '{}';

-- Of several workers at a step, shares names each with their part, the first of them in worker_id.
-- returned: pieces that came back to be worked again; reworked: rejected here and sent back, here or to a step before.
alter table job_steps add column shares jsonb;
alter table job_steps add column returned_quantity int not null default 0;
alter table job_steps add column reworked_quantity int not null default 0;
alter table job_steps add check (reworked_quantity between 0 and rejected_quantity);
-- A step's pieces and wage are the sum of its reports', each of which has its own rate; that the parts fit is checked there.
alter table job_steps drop constraint job_steps_check2;
alter table job_steps drop constraint job_steps_check3;
alter table job_steps drop constraint job_steps_tenant_id_rate_version_id_fkey;

-- What was done at a step and by whom, with the rate as it was: rows are added, never changed. A correction takes one back.
create table step_reports (
    tenant_id uuid not null,
    id uuid not null,
    job_id uuid not null,
    step_id uuid not null,
    kind text not null check (kind in ('PROGRESS', 'COMPLETION', 'CORRECTION')),
    good_quantity int not null,
    rejected_quantity int not null,
    rejects jsonb,
    worker_id uuid not null,
    shares jsonb,
    rate_version_id uuid,
    rate numeric(19, 4),
    -- Null on an unpaid step, and while the wage is held.
    earned numeric(19, 4),
    work_time timestamptz not null,
    create_time timestamptz not null,
    reverses_id uuid,
    reason text,
    primary key (tenant_id, id),
    foreign key (tenant_id, job_id, step_id) references job_steps,
    foreign key (tenant_id, worker_id) references workers,
    foreign key (tenant_id, rate_version_id) references rates,
    foreign key (tenant_id, reverses_id) references step_reports,
    check (case when kind = 'CORRECTION' then reverses_id is not null and good_quantity <= 0 and rejected_quantity <= 0
        else reverses_id is null and good_quantity >= 0 and rejected_quantity >= 0 end),
    check (rate is null or earned = rate * good_quantity)
);
create index step_reports_of_step on step_reports (tenant_id, step_id, id);
create unique index step_reports_reversed_once on step_reports (tenant_id, reverses_id) where reverses_id is not null;

-- Reports of paid work that no rate was in force for, until one comes.
create table held_reports (
    tenant_id uuid not null,
    report_id uuid not null,
    job_id uuid not null,
    step_id uuid not null,
    article_id uuid not null,
    step text not null,
    work_time timestamptz not null,
    release_time timestamptz,
    rate_version_id uuid,
    rate numeric(19, 4),
    earned numeric(19, 4),
    shares jsonb,
    primary key (tenant_id, report_id),
    foreign key (tenant_id, report_id) references step_reports,
    foreign key (tenant_id, article_id) references articles,
    foreign key (tenant_id, rate_version_id) references rates,
    check ((release_time is not null) = (rate_version_id is not null) and (release_time is not null) = (rate is not null) and (release_time is not null) = (earned is not null))
);
create index held_reports_waiting on held_reports (tenant_id, article_id, step, work_time) where release_time is null;
create index held_reports_list on held_reports (tenant_id, report_id) where release_time is null;

-- Rejected pieces that were sent back to be worked again; rows are added, never changed.
create table reworks (
    tenant_id uuid not null,
    id uuid not null,
    job_id uuid not null,
    step_id uuid not null,
    to_step_id uuid not null,
    quantity int not null check (quantity > 0),
    reason text not null,
    create_time timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, job_id, step_id) references job_steps,
    foreign key (tenant_id, job_id, to_step_id) references job_steps
);

-- What was completed so far was one report, which the ledger knows by the step's id.
alter table jobs no force row level security;
alter table job_steps no force row level security;
insert into step_reports (tenant_id, id, job_id, step_id, kind, good_quantity, rejected_quantity, worker_id, rate_version_id, rate, earned, work_time, create_time)
select tenant_id, id, job_id, id, 'COMPLETION', good_quantity, rejected_quantity, worker_id, rate_version_id, rate, earned, complete_time, complete_time
from job_steps where status = 'COMPLETED';
-- Without a good piece there is nothing to hold.
update job_steps set is_held = false, earned = 0 where is_held and good_quantity = 0;
insert into held_reports (tenant_id, report_id, job_id, step_id, article_id, step, work_time)
select s.tenant_id, s.id, s.job_id, s.id, j.article_id, s.name, s.complete_time
from job_steps s join jobs j on j.tenant_id = s.tenant_id and j.id = s.job_id where s.is_held;
alter table job_steps force row level security;
alter table jobs force row level security;

do $$
declare t text;
begin
    foreach t in array array['step_reports', 'held_reports', 'reworks'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy tenant on %I using (tenant_id = current_setting(''app.tenant_id'')::uuid)', t);
    end loop;
end $$;
grant select, insert on step_reports, reworks to {app};
grant select, insert, update, delete on held_reports to {app};
