-- The state of each saga that is not finished.
create table sagas (
    tenant_id uuid not null,
    kind text not null,
    correlation_id uuid not null,
    version int not null,
    state jsonb not null,
    primary key (tenant_id, kind, correlation_id)
);
alter table sagas enable row level security;
alter table sagas force row level security;
create policy tenant on sagas using (tenant_id = current_setting('app.tenant_id')::uuid);
grant select, insert, update, delete on sagas to {app};
