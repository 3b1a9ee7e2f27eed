-- How far the time of a sandbox is ahead of the world's.
create table tenant_clocks (
    tenant_id uuid not null primary key,
    ahead interval not null check (ahead >= interval '0')
);
alter table tenant_clocks enable row level security;
alter table tenant_clocks force row level security;
-- The id of a sandbox is a UUID of version 8: no other tenant can be given a clock.
create policy tenant on tenant_clocks using (tenant_id = current_setting('app.tenant_id')::uuid)
    with check (tenant_id = current_setting('app.tenant_id')::uuid and substr(tenant_id::text, 15, 1) = '8');
create policy timers on tenant_clocks for select using (current_setting('app.door', true) = 'timers');
grant select, insert, update on tenant_clocks to {app};
