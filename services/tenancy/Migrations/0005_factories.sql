-- The places where a tenant works.
create table factories (
    tenant_id uuid not null references tenants (tenant_id),
    id uuid not null,
    code text not null,
    name text not null,
    name_en text not null,
    name_cn text not null,
    version bigint not null,
    create_time timestamptz not null,
    update_time timestamptz not null,
    primary key (tenant_id, id),
    constraint factories_code_key unique (tenant_id, code)
);
alter table factories enable row level security;
alter table factories force row level security;
create policy tenant on factories using (tenant_id = current_setting('app.tenant_id')::uuid);
grant select, insert, update, delete on factories to {app};
