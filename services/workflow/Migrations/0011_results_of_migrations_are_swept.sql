-- What became of each instance of a migration is kept for a time when all of them had their turns; how many became what is kept on.
alter table migrations
    add column swept_migrated int not null default 0 check (swept_migrated >= 0),
    add column swept_skipped int not null default 0 check (swept_skipped >= 0),
    add column swept_failed int not null default 0 check (swept_failed >= 0),
    add column swept_time timestamptz;
create index migration_results_ended on migration_results (end_time) where end_time is not null;

create policy migrations_sweep on migration_results for delete using (current_setting('app.door', true) = 'timers');
create policy migrations_look on migrations for select using (current_setting('app.door', true) = 'timers');
create policy migrations_sweep on migrations for update using (current_setting('app.door', true) = 'timers');
grant update (swept_migrated, swept_skipped, swept_failed, swept_time) on migrations to {app};
grant delete on migration_results to {app};
