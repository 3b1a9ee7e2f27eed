-- Whoever is archived keeps their address, and does not keep it from whoever has it now.
alter table workers add column email text not null default '' check (email = lower(email));
create unique index workers_email_key on workers (tenant_id, email) where email <> '' and archive_time is null and delete_time is null;

-- Users who are gone, for a while: what is heard late of one of them links nobody with them.
create table departed_users (
    tenant_id uuid not null,
    user_id uuid not null,
    hear_time timestamptz not null,
    primary key (tenant_id, user_id)
);
create index departed_users_by_age on departed_users (hear_time);
alter table departed_users enable row level security;
alter table departed_users force row level security;
create policy tenant on departed_users using (tenant_id = current_setting('app.tenant_id')::uuid);
-- Whoever sweeps them takes any tenant's, and changes none.
create policy timers on departed_users using (current_setting('app.door', true) = 'timers') with check (false);
grant select, insert, update, delete on departed_users to {app};
