-- That a report was taken back is kept for ever, and not only until the report is there: a wage that was corrected to nothing leaves no
-- opposite entry that could tell of it, and was corrected up again though its work is gone.
alter table waiting_take_backs rename to take_backs;

-- Whoever knows the table by its old name, as ledgers do that are still running, finds it: what they would remove stays.
create policy kept on take_backs as restrictive for delete using (false);
create view waiting_take_backs with (security_invoker = true) as select tenant_id, report_id, effective_time, reason, receive_time from take_backs;
grant select, insert, delete on waiting_take_backs to {app};
