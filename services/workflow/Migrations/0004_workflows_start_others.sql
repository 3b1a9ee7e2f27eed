-- An instance that another one started and waits for: by which of the other's stays, and how many are above it.
alter table instances add column parent_id uuid, add column parent_visit int, add column depth int not null default 0 check (depth between 0 and 5);
-- The new key is checked against every tenant's rows.
alter table instances no force row level security;
alter table instances add foreign key (tenant_id, parent_id) references instances, add check ((parent_id is null) = (parent_visit is null));
alter table instances force row level security;
create unique index instances_of_parent on instances (tenant_id, parent_id, parent_visit) where parent_id is not null;

-- Two things are to happen at once, and yet not in the same transaction, so that no transaction ever locks a family of instances.
-- ENDED: what the stay waits for has ended, and it goes on. LEFT: the stay is over, and what it waits for is cancelled.
alter table timers drop constraint timers_purpose_check, add constraint timers_purpose_check check (purpose in ('WAIT', 'SLA', 'ENDED', 'LEFT'));
