-- Which edition of the system roles one is as it is: none is changed back by a process of an earlier one.
alter table roles add column edition int not null default 0 check (edition >= 0);

-- The sender takes of each tenant some, and what somebody waits for at a screen before what can wait.
create index mails_waiting on mails (tenant_id, (kind in ('INVITATION', 'NOTIFICATION')), due_time) where end_time is null;
drop index mails_due;
