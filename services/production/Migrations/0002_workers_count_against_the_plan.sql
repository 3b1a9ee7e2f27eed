-- Workers who are there already count. Migrations run as the tables' owner, who is bound by row-level security only while it is forced.
alter table workers no force row level security;
alter table limit_counters no force row level security;
insert into limit_counters (tenant_id, name, used) select tenant_id, 'MAX_WORKERS', count(*) from workers group by tenant_id;
alter table limit_counters force row level security;
alter table workers force row level security;
