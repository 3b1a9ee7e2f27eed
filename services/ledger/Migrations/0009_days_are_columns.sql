-- The day that a line is of, as a column. Behind row-level security an index over an expression is no way to a row, since the functions in
-- it might tell of rows that the policy hides: for a balance by effective time every line of the worker was read.
drop index lines_by_effective_day;
alter table lines add column effective_day date generated always as ((effective_time at time zone 'UTC')::date) stored;
create index lines_by_effective_day on lines (tenant_id, effective_day, worker_id) where worker_id is not null;
