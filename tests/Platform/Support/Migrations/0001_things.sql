create table things (
    tenant_id uuid not null,
    id uuid not null,
    name text not null,
    size int not null default 0,
    constraint things_pkey primary key (tenant_id, id),
    constraint things_name_key unique (tenant_id, name),
    constraint things_size_check check (size < 1000)
);
alter table things enable row level security;
alter table things force row level security;
create policy tenant on things using (tenant_id = current_setting('app.tenant_id')::uuid);
grant select, insert, update, delete on things to {app};

-- Only the timers' door may cross the line between tenants here.
create table due_things (
    tenant_id uuid not null,
    id uuid not null,
    primary key (tenant_id, id)
);
alter table due_things enable row level security;
alter table due_things force row level security;
create policy tenant on due_things using (tenant_id = current_setting('app.tenant_id')::uuid);
create policy timers on due_things for select using (current_setting('app.door', true) = 'timers');
grant select, insert on due_things to {app};

-- Fails as the test wants it.
create function raise(state text) returns int language plpgsql as $$
begin
    raise exception 'as the test wants it' using errcode = state;
end $$;
