-- A job is deleted only while nothing was earned; its number is not given out again.
alter table jobs add column delete_time timestamptz;

-- What lists of jobs are ordered and narrowed by.
create index jobs_by_status on jobs (tenant_id, status, number desc) where delete_time is null;
create index jobs_by_time on jobs (tenant_id, create_time, id) where delete_time is null;

-- The attributes once more, one in a row: row-level security lets no index into a jsonb be used.
create table job_attributes (
    tenant_id uuid not null,
    job_id uuid not null,
    name text not null,
    value text not null,
    primary key (tenant_id, job_id, name),
    foreign key (tenant_id, job_id) references jobs
);
create index job_attributes_by_value on job_attributes (tenant_id, name, value, job_id);

-- Scans of devices that were accepted, so that none is taken twice; while a batch is under way, also those that it looks at.
create table scans (
    tenant_id uuid not null,
    scan_id text not null,
    hash bytea not null,
    report_id uuid,
    receive_time timestamptz not null,
    primary key (tenant_id, scan_id),
    foreign key (tenant_id, report_id) references step_reports
);
create index scans_by_age on scans (receive_time);

alter table jobs no force row level security;
insert into job_attributes (tenant_id, job_id, name, value) select tenant_id, id, a.key, a.value #>> '{}' from jobs cross join lateral jsonb_each(attributes) a;
alter table jobs force row level security;

do $$
declare t text;
begin
    foreach t in array array['job_attributes', 'scans'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy tenant on %I using (tenant_id = current_setting(''app.tenant_id'')::uuid)', t);
    end loop;
end $$;
-- Whoever sweeps them takes any tenant's, and changes none.
create policy timers on scans using (current_setting('app.door', true) = 'timers') with check (false);
grant select, insert on job_attributes to {app};
grant select, insert, update, delete on scans to {app};
