-- Answers to the keys of calls that move money or record work are never swept: the same key would do it a second time.
alter table idempotency_keys add column is_kept boolean not null default false;

-- Whoever sweeps looks only at the others, so what is kept for ever is not read again and again.
create index idempotency_keys_swept on idempotency_keys (create_time) where not is_kept;
drop index idempotency_keys_by_age;
