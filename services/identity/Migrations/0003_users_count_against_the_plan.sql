-- Users who are there already count; the platform's own belong to no plan. Migrations run as the tables' owner, who is bound by
-- row-level security only while it is forced.
alter table users no force row level security;
alter table limit_counters no force row level security;
insert into limit_counters (tenant_id, name, used) select tenant_id, 'MAX_USERS', count(*) from users where kind <> 'PLATFORM' group by tenant_id;
alter table limit_counters force row level security;
alter table users force row level security;
