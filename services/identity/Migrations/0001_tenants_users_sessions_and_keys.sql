-- Who signs in under which slug. The platform's own people belong to the nil tenant, which has no slug.
create table tenants (
    tenant_id uuid not null primary key,
    slug text constraint tenants_slug_key unique,
    create_time timestamptz not null,
    constraint only_the_platform_has_no_slug check ((slug is null) = (tenant_id = '00000000-0000-0000-0000-000000000000'))
);
alter table tenants enable row level security;
alter table tenants force row level security;
create policy tenant on tenants using (tenant_id = current_setting('app.tenant_id')::uuid);
-- Signing in begins with a slug, before there is a tenant.
create policy sign_in on tenants for select using (current_setting('app.door', true) = 'sign-in');
grant select, insert, update on tenants to {app};

create table roles (
    tenant_id uuid not null references tenants,
    id uuid not null,
    name text not null,
    -- Wildcards are kept; what they cover is the matcher's business.
    permissions text[] not null,
    is_system boolean not null,
    create_time timestamptz not null,
    primary key (tenant_id, id),
    constraint roles_name_key unique (tenant_id, name)
);
alter table roles enable row level security;
alter table roles force row level security;
create policy tenant on roles using (tenant_id = current_setting('app.tenant_id')::uuid);
grant select, insert on roles to {app};

create table users (
    tenant_id uuid not null references tenants,
    id uuid not null,
    email text not null check (email <> '' and email = lower(email)),
    name text not null,
    kind text not null check (kind in ('PLATFORM', 'STAFF', 'CUSTOMER', 'VENDOR')),
    status text not null check (status in ('ACTIVE', 'INACTIVE')),
    -- Begins with the name of its algorithm.
    password_hash text not null,
    create_time timestamptz not null,
    primary key (tenant_id, id),
    constraint users_email_key unique (tenant_id, email),
    constraint only_the_platform_has_its_kind check ((kind = 'PLATFORM') = (tenant_id = '00000000-0000-0000-0000-000000000000'))
);
alter table users enable row level security;
alter table users force row level security;
create policy tenant on users using (tenant_id = current_setting('app.tenant_id')::uuid);
grant select, insert, update on users to {app};

create table user_roles (
    tenant_id uuid not null,
    user_id uuid not null,
    role_id uuid not null,
    primary key (tenant_id, user_id, role_id),
    foreign key (tenant_id, user_id) references users on delete cascade,
    foreign key (tenant_id, role_id) references roles
);
create index user_roles_by_role on user_roles (tenant_id, role_id);
alter table user_roles enable row level security;
alter table user_roles force row level security;
create policy tenant on user_roles using (tenant_id = current_setting('app.tenant_id')::uuid);
grant select, insert on user_roles to {app};

-- Wrong passwords by what was typed, whether or not such a user exists: a lock must not tell the two apart.
create table sign_in_failures (
    tenant_id uuid not null,
    -- SHA-256 of the slug and the address.
    subject bytea not null check (length(subject) = 32),
    failures int not null,
    last_time timestamptz not null,
    primary key (tenant_id, subject)
);
create index sign_in_failures_by_age on sign_in_failures (tenant_id, last_time);
alter table sign_in_failures enable row level security;
alter table sign_in_failures force row level security;
create policy tenant on sign_in_failures using (tenant_id = current_setting('app.tenant_id')::uuid);
grant select, insert, update, delete on sign_in_failures to {app};

create table sessions (
    tenant_id uuid not null,
    id uuid not null,
    user_id uuid not null,
    create_time timestamptz not null,
    -- When its newest refresh token expires.
    expire_time timestamptz not null,
    end_time timestamptz,
    primary key (tenant_id, id),
    foreign key (tenant_id, user_id) references users on delete cascade
);
create index sessions_by_user on sessions (tenant_id, user_id);
alter table sessions enable row level security;
alter table sessions force row level security;
create policy tenant on sessions using (tenant_id = current_setting('app.tenant_id')::uuid);
grant select, insert, update, delete on sessions to {app};

create table refresh_tokens (
    tenant_id uuid not null,
    -- SHA-256 of the token; the token itself is kept nowhere.
    token_hash bytea not null check (length(token_hash) = 32),
    session_id uuid not null,
    create_time timestamptz not null,
    expire_time timestamptz not null,
    use_time timestamptz,
    primary key (tenant_id, token_hash),
    foreign key (tenant_id, session_id) references sessions on delete cascade
);
create index refresh_tokens_by_session on refresh_tokens (tenant_id, session_id);
alter table refresh_tokens enable row level security;
alter table refresh_tokens force row level security;
create policy tenant on refresh_tokens using (tenant_id = current_setting('app.tenant_id')::uuid);
grant select, insert, update, delete on refresh_tokens to {app};

-- The keys that tokens are signed with. No tenant's: only work for the platform itself sees them.
create table signing_keys (
    kid text not null primary key,
    x text not null,
    y text not null,
    -- AES-256-GCM: nonce, tag, then the private key; bound to the kid.
    sealed_private_key bytea not null,
    create_time timestamptz not null,
    retire_time timestamptz
);
alter table signing_keys enable row level security;
alter table signing_keys force row level security;
create policy platform on signing_keys using (current_setting('app.tenant_id')::uuid = '00000000-0000-0000-0000-000000000000');
grant select, insert on signing_keys to {app};
