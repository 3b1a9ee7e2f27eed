-- What brought the call about that published a fact, sealed by the workflow service and read by nobody else; null where no workflow did.
alter table outbox add column caused_by text;
