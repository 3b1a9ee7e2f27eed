-- Keys of a tenant's programs, which workflows call our own API with.
create table credentials (
    tenant_id uuid not null,
    id uuid not null,
    -- What definitions call it.
    name text not null,
    -- The API key, AES-256-GCM, bound to the credential.
    sealed_key bytea not null,
    create_time timestamptz not null,
    primary key (tenant_id, id),
    constraint credentials_name_key unique (tenant_id, name)
);
alter table credentials enable row level security;
alter table credentials force row level security;
create policy tenant on credentials using (tenant_id = current_setting('app.tenant_id')::uuid);
-- Keys are sealed anew when the key that seals them changes.
create policy seeding on credentials using (current_setting('app.door', true) = 'seeding');
grant select, insert, delete, update (sealed_key) on credentials to {app};

alter table activities
    drop constraint activities_type_check,
    add constraint activities_type_check check (type in ('SEND_NOTIFICATION', 'CALL_WEBHOOK', 'CALL_API', 'EMIT_EVENT', 'EXECUTE_FUNCTION', 'UPDATE_CONTEXT', 'WAIT'));
