-- Whoever books a correction's lines has it for itself for a while; one that fails is tried again later each time, and is in nobody's way.
alter table rate_corrections add column lease_time timestamptz not null default 'epoch', add column attempts int not null default 0;
create index rate_corrections_waiting on rate_corrections (tenant_id, create_time) where apply_time is null;
drop index rate_corrections_due;
-- Ledgers from before read behind this door; those that take corrections write who has them.
create policy timers_take on rate_corrections for update using (current_setting('app.door', true) = 'timers');

-- Why a line was left as it is; null where it changed meanwhile.
alter table rate_correction_lines add column problem text check (problem is null or outcome = 'SKIPPED');
