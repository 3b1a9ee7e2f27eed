-- The keys that are there already do not say which call they are of. In the ledger nearly all of them move money, so all of them stay.
alter table idempotency_keys no force row level security;
update idempotency_keys set is_kept = true;
alter table idempotency_keys force row level security;
