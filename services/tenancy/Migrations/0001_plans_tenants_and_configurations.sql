-- What can be sold. Plans belong to the platform, not to a tenant; a tenant keeps its own copy of the settings.
create table plans (
    plan_id uuid primary key,
    slug text collate "C" not null constraint plans_slug_key unique,
    name text not null,
    settings jsonb not null,
    create_time timestamptz not null
);
grant select, insert on plans to {app};

-- The factories. A row begins as a reservation of its slug, which create_time tells from an earlier one of the same id.
create table tenants (
    tenant_id uuid primary key,
    slug text collate "C" not null constraint tenants_slug_key unique,
    name text not null,
    plan text not null references plans (slug),
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    settings jsonb not null,
    status text not null check (status in ('PROVISIONING', 'ACTIVE', 'SUSPENDED', 'INACTIVE')),
    domain text,
    domain_status text check (domain_status in ('PENDING', 'ACTIVE')),
    owner_user_id uuid,
    create_time timestamptz not null,
    reserve_time timestamptz not null,
    check (status = 'PROVISIONING' or (owner_user_id is not null and domain is not null and domain_status is not null))
);
alter table tenants enable row level security;
alter table tenants force row level security;
create policy tenant on tenants using (tenant_id = current_setting('app.tenant_id')::uuid);
create policy platform_administration on tenants for select using (current_setting('app.door', true) = 'platform-administration');
grant select, insert, update, delete on tenants to {app};

-- Every version of a tenant's configuration; the newest is in force, jobs refer to the one that they were created with.
create table tenant_configs (
    tenant_id uuid not null references tenants (tenant_id),
    version int not null check (version >= 1),
    body jsonb not null,
    create_time timestamptz not null,
    primary key (tenant_id, version)
);
alter table tenant_configs enable row level security;
alter table tenant_configs force row level security;
create policy tenant on tenant_configs using (tenant_id = current_setting('app.tenant_id')::uuid);
grant select, insert on tenant_configs to {app};
