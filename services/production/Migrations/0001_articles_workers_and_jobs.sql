create table articles (
    tenant_id uuid not null,
    id uuid not null,
    code text not null,
    name text not null,
    currency char(3) not null,
    create_time timestamptz not null,
    primary key (tenant_id, id),
    constraint articles_code_key unique (tenant_id, code)
);

-- What a piece pays at a step from a time on; rows are added, never changed.
create table rates (
    tenant_id uuid not null,
    id uuid not null,
    article_id uuid not null,
    step text not null,
    amount numeric(19, 4) not null check (amount >= 0),
    effective_time timestamptz not null,
    create_time timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, article_id) references articles
);
create unique index rates_in_force on rates (tenant_id, article_id, step, effective_time desc);

create table workers (
    tenant_id uuid not null,
    id uuid not null,
    code text not null,
    name text not null,
    phone text not null,
    create_time timestamptz not null,
    primary key (tenant_id, id),
    constraint workers_code_key unique (tenant_id, code)
);

-- The last job number of each tenant; locked by whoever takes the next, so that there are no gaps.
create table job_numbers (
    tenant_id uuid not null primary key,
    last int not null
);

create table jobs (
    tenant_id uuid not null,
    id uuid not null,
    number int not null,
    article_id uuid not null,
    status text not null check (status in ('PENDING', 'IN_PROGRESS', 'COMPLETED')),
    quantities jsonb not null,
    total_quantity int not null check (total_quantity > 0),
    attributes jsonb not null,
    currency char(3) not null,
    config_version int not null,
    create_time timestamptz not null,
    primary key (tenant_id, id),
    constraint jobs_number_key unique (tenant_id, number),
    foreign key (tenant_id, article_id) references articles
);

create table job_steps (
    tenant_id uuid not null,
    job_id uuid not null,
    id uuid not null,
    name text not null,
    position int not null,
    is_paid boolean not null,
    status text not null check (status in ('PENDING', 'IN_PROGRESS', 'COMPLETED')),
    worker_id uuid,
    good_quantity int not null default 0 check (good_quantity >= 0),
    rejected_quantity int not null default 0 check (rejected_quantity >= 0),
    rate_version_id uuid,
    rate numeric(19, 4),
    earned numeric(19, 4),
    is_held boolean not null default false,
    start_time timestamptz,
    complete_time timestamptz,
    primary key (tenant_id, job_id, id),
    unique (tenant_id, job_id, position),
    foreign key (tenant_id, job_id) references jobs,
    foreign key (tenant_id, worker_id) references workers,
    foreign key (tenant_id, rate_version_id) references rates,
    -- A completed step is worked by somebody, and a paid one has earned its rate times its pieces or is held until a rate arrives.
    check (status = 'PENDING' or worker_id is not null),
    check ((status = 'COMPLETED') = (complete_time is not null)),
    check (earned is null or earned = rate * good_quantity),
    check (status <> 'COMPLETED' or not is_paid or is_held <> (earned is not null))
) with (fillfactor = 80);

do $$
declare t text;
begin
    foreach t in array array['articles', 'rates', 'workers', 'job_numbers', 'jobs', 'job_steps'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy tenant on %I using (tenant_id = current_setting(''app.tenant_id'')::uuid)', t);
    end loop;
end $$;
grant select, insert on articles, rates, workers to {app};
grant select, insert, update on job_numbers, jobs, job_steps to {app};
