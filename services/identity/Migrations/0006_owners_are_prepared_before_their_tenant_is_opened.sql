-- Who is to own a tenant that is being opened: the password's hash waits here, and nowhere else, until the owner is asked for.
create table prepared_owners (
    tenant_id uuid not null primary key,
    email text not null check (email <> '' and email = lower(email)),
    name text not null,
    password_hash text not null,
    prepare_time timestamptz not null
);
create index prepared_owners_by_age on prepared_owners (prepare_time);
alter table prepared_owners enable row level security;
alter table prepared_owners force row level security;
create policy tenant on prepared_owners using (tenant_id = current_setting('app.tenant_id')::uuid);
-- The sweep takes what nobody asked for, whoever's it is: to delete, it must see.
create policy timers_see on prepared_owners for select using (current_setting('app.door', true) = 'timers');
create policy timers_delete on prepared_owners for delete using (current_setting('app.door', true) = 'timers');
grant select, insert, update, delete on prepared_owners to {app};

-- An opening that is given up is undone.
grant delete on tenants, limit_counters to {app};
