-- Rates have a permission of their own. What tenants gave somebody themselves goes on meaning as much as it did: who might change articles
-- set rates with it, and whom that was denied set none.
create function pg_temp.with_rates(held text[]) returns text[] language sql as $$
    select array(select p from unnest(held || '{rates:create:all}') as p order by p collate "C")
    where held && '{articles:update:all,articles:update:*,articles:*:all,articles:*:*,*:update:all,*:update:*}' and not held && '{*:create:all,*:create:*,*:*:all,*:*:*}'
$$;
alter table roles no force row level security;
alter table api_keys no force row level security;
alter table users no force row level security;
update roles set permissions = pg_temp.with_rates(permissions), version = version + 1, update_time = now() where not is_system and pg_temp.with_rates(permissions) is not null;
update api_keys set permissions = pg_temp.with_rates(permissions), version = version + 1, update_time = now() where revoke_time is null and pg_temp.with_rates(permissions) is not null;
update users set grants = pg_temp.with_rates(grants), version = version + 1, update_time = now() where pg_temp.with_rates(grants) is not null;
update users set denials = pg_temp.with_rates(denials), version = version + 1, update_time = now() where pg_temp.with_rates(denials) is not null;
alter table users force row level security;
alter table api_keys force row level security;
alter table roles force row level security;
drop function pg_temp.with_rates(text[]);
