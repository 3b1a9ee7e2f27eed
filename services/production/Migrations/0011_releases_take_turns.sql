-- Whoever releases held reports has the row for itself for a while; one that fails is tried again later each time, and is in nobody's way.
alter table due_releases add column lease_time timestamptz not null default 'epoch', add column attempts int not null default 0;
create index due_releases_waiting on due_releases (tenant_id, create_time);
drop index due_releases_oldest;
create policy timers_take on due_releases for update using (current_setting('app.door', true) = 'timers');
grant update (lease_time, attempts) on due_releases to {app};
