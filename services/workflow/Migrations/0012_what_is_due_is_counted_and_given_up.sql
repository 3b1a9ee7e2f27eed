-- How often a timer was taken to be fired. What cannot be fired is given up at last instead of being tried for ever, and each tenant has its
-- turn: looked for by tenant first, as all that is due. An index over time alone would be taken for it, and leads through everybody's.
alter table timers add column attempts int not null default 0 check (attempts >= 0);
create index timers_waiting on timers (tenant_id, due_time);
drop index timers_due;
grant update (attempts) on timers to {app};

-- How often an activity was taken since what became of it was last written down.
alter table activities add column takes int not null default 0 check (takes >= 0);
grant update (takes) on activities to {app};
