-- What tenancy last said about a tenant: the whole fact.
create table tenant_states (
    tenant_id uuid not null primary key,
    version bigint not null,
    state jsonb not null,
    update_time timestamptz not null
);
alter table tenant_states enable row level security;
alter table tenant_states force row level security;
create policy tenant on tenant_states using (tenant_id = current_setting('app.tenant_id')::uuid);
grant select, insert, update on tenant_states to {app};

-- How many a tenant has of what its plan limits. Whoever creates one locks the row first, so that two at the limit cannot both pass.
create table limit_counters (
    tenant_id uuid not null,
    name text not null,
    used int not null check (used >= 0),
    primary key (tenant_id, name)
);
alter table limit_counters enable row level security;
alter table limit_counters force row level security;
create policy tenant on limit_counters using (tenant_id = current_setting('app.tenant_id')::uuid);
grant select, insert, update on limit_counters to {app};
