-- What tenancy last said of a tenant's configuration, and when it was known to be the newest.
create table known_tenant_configs (
    tenant_id uuid not null primary key,
    version int not null,
    config jsonb not null,
    confirm_time timestamptz not null
);
alter table known_tenant_configs enable row level security;
alter table known_tenant_configs force row level security;
create policy tenant on known_tenant_configs using (tenant_id = current_setting('app.tenant_id')::uuid);
grant select, insert, update on known_tenant_configs to {app};
