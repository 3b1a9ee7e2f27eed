-- Keys that programs of a tenant call with. One that was revoked stays, so that it can be seen when and by whom.
create table api_keys (
    tenant_id uuid not null references tenants,
    id uuid not null,
    name text not null,
    -- What it begins with: it is found by this, and recognised by people.
    prefix text not null,
    -- SHA-256 of the secret; the secret itself is kept nowhere.
    key_hash bytea not null check (length(key_hash) = 32),
    permissions text[] not null,
    -- As a token writes them: the id, a colon, the level.
    factories text[] not null,
    -- Who answers for it; it may nothing when they are gone.
    owner_id uuid,
    version bigint not null,
    create_time timestamptz not null,
    update_time timestamptz not null,
    expire_time timestamptz not null,
    last_use_time timestamptz,
    revoke_time timestamptz,
    primary key (tenant_id, id),
    constraint api_keys_prefix_key unique (tenant_id, prefix),
    foreign key (tenant_id, owner_id) references users on delete set null (owner_id)
);
create index api_keys_by_owner on api_keys (tenant_id, owner_id);
alter table api_keys enable row level security;
alter table api_keys force row level security;
create policy tenant on api_keys using (tenant_id = current_setting('app.tenant_id')::uuid);
grant select, insert, update on api_keys to {app};
