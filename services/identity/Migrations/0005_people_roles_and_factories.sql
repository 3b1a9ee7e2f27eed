-- Somebody without a password cannot sign in until they choose one.
alter table users alter column password_hash drop not null;
alter table users
    -- The vendor that they work for; known to this system by its id only.
    add column vendor_id uuid,
    -- What they hold beside their roles, and what is taken away from them whatever grants it.
    add column grants text[] not null default '{}',
    add column denials text[] not null default '{}',
    add column version bigint not null default 1,
    add column update_time timestamptz not null default now(),
    add constraint only_a_vendors_people_have_a_vendor check ((kind = 'VENDOR') = (vendor_id is not null));
alter table users alter column update_time drop default;
grant delete on users to {app};

-- A role's name is one name, however it is written.
alter table roles drop constraint roles_name_key;
create unique index roles_name_key on roles (tenant_id, lower(name));
alter table roles
    add column version bigint not null default 1,
    add column update_time timestamptz not null default now();
alter table roles alter column update_time drop default;
-- A version brings its system roles to every tenant.
create policy seeding on roles using (current_setting('app.door', true) = 'seeding') with check (current_setting('app.door', true) = 'seeding' and is_system);
create policy seeding on tenants for select using (current_setting('app.door', true) = 'seeding');
grant update, delete on roles to {app};
grant delete on user_roles to {app};

-- Which factories somebody sees. What tenancy deletes disappears here when the fact arrives.
create table user_factories (
    tenant_id uuid not null,
    user_id uuid not null,
    factory_id uuid not null,
    access_level text not null check (access_level in ('VIEWER', 'EDITOR', 'ADMIN')),
    is_default boolean not null,
    create_time timestamptz not null,
    primary key (tenant_id, user_id, factory_id),
    foreign key (tenant_id, user_id) references users on delete cascade
);
create index user_factories_by_factory on user_factories (tenant_id, factory_id);
create unique index user_factories_default_key on user_factories (tenant_id, user_id) where is_default;
alter table user_factories enable row level security;
alter table user_factories force row level security;
create policy tenant on user_factories using (tenant_id = current_setting('app.tenant_id')::uuid);
grant select, insert, update, delete on user_factories to {app};
