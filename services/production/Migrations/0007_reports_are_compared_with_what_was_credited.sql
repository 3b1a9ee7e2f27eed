-- The ledger compares what it credited with what was reported, by the time of the work.
create index step_reports_by_work_time on step_reports (tenant_id, work_time, id);

-- What of a tenant's facts has not left yet.
create policy tenant on outbox for select using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
