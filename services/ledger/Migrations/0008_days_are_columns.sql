-- Of the lines by the time that they are of, one day of one worker is read at a time. The day comes before the worker, so that this
-- index is never a way to all lines of a worker: for one line by its number the planner took it where most workers have few lines, and
-- read ten thousand of the worker who had them. It is a column, since behind row-level security an index over an expression is no way
-- to a row: the functions in it might tell of rows that the policy hides.
drop index lines_by_effective_time;
alter table lines add column effective_day date generated always as ((effective_time at time zone 'UTC')::date) stored;
create index lines_by_effective_day on lines (tenant_id, effective_day, worker_id) where worker_id is not null;
