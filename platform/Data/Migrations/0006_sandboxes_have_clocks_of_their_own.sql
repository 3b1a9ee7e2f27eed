-- How far the time of a sandbox is ahead of the world's. The id of a sandbox is a UUID of version 8, so that no other tenant can have a row.
create table tenant_clocks (
    tenant_id uuid not null primary key check (substr(tenant_id::text, 15, 1) = '8'),
    ahead interval not null check (ahead >= interval '0')
);
alter table tenant_clocks enable row level security;
alter table tenant_clocks force row level security;
create policy tenant on tenant_clocks using (tenant_id = current_setting('app.tenant_id')::uuid);
create policy timers on tenant_clocks for select using (current_setting('app.door', true) = 'timers');
grant select, insert, update on tenant_clocks to {app};
