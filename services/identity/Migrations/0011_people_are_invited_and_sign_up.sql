-- Who was invited, and what became of it.
create table invitations (
    tenant_id uuid not null references tenants,
    id uuid not null,
    -- Address and name, sealed, and what the address is found by.
    sealed_profile bytea not null,
    email_hash bytea not null check (length(email_hash) = 32),
    kind text not null check (kind in ('STAFF', 'CUSTOMER', 'VENDOR')),
    vendor_id uuid,
    -- Who answers for what it gives; it gives nothing when they are gone.
    inviter_id uuid,
    -- Who came of it.
    user_id uuid,
    create_time timestamptz not null,
    expire_time timestamptz not null,
    accept_time timestamptz,
    revoke_time timestamptz,
    primary key (tenant_id, id),
    foreign key (tenant_id, inviter_id) references users on delete set null (inviter_id),
    foreign key (tenant_id, user_id) references users on delete set null (user_id),
    constraint only_a_vendors_people_have_a_vendor check ((kind = 'VENDOR') = (vendor_id is not null)),
    constraint it_is_accepted_or_taken_back check (accept_time is null or revoke_time is null)
);
create unique index invitations_email_key on invitations (tenant_id, email_hash) where accept_time is null and revoke_time is null;
create index invitations_by_inviter on invitations (tenant_id, inviter_id);
create index invitations_by_user on invitations (tenant_id, user_id);
alter table invitations enable row level security;
alter table invitations force row level security;
create policy tenant on invitations using (tenant_id = current_setting('app.tenant_id')::uuid);
grant select, insert, update on invitations to {app};

-- A role that is deleted is given to nobody any more.
create table invitation_roles (
    tenant_id uuid not null,
    invitation_id uuid not null,
    role_id uuid not null,
    primary key (tenant_id, invitation_id, role_id),
    foreign key (tenant_id, invitation_id) references invitations on delete cascade,
    foreign key (tenant_id, role_id) references roles on delete cascade
);
create index invitation_roles_by_role on invitation_roles (tenant_id, role_id);
alter table invitation_roles enable row level security;
alter table invitation_roles force row level security;
create policy tenant on invitation_roles using (tenant_id = current_setting('app.tenant_id')::uuid);
grant select, insert on invitation_roles to {app};

-- Customers who signed up and have not confirmed their address. Each time is a row of its own: nobody's password takes the place of
-- another's who signs up with the same address.
create table signups (
    tenant_id uuid not null references tenants,
    id uuid not null,
    sealed_profile bytea not null,
    password_hash text not null,
    create_time timestamptz not null,
    expire_time timestamptz not null,
    primary key (tenant_id, id)
);
create index signups_by_age on signups (expire_time);
alter table signups enable row level security;
alter table signups force row level security;
create policy tenant on signups using (tenant_id = current_setting('app.tenant_id')::uuid);
create policy timers on signups using (current_setting('app.door', true) = 'timers') with check (false);
-- To be skipped by who sweeps when somebody holds it, a row must be one that could be updated.
grant select, insert, update, delete on signups to {app};
