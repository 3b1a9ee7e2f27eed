-- What was written down is neither changed nor removed, whoever asks: beside the rights that the application does not have.
create function refuse_audit_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only: what was done stays written down', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger append_only before update or delete or truncate on audit_entries for each statement execute function refuse_audit_change();

-- By tenant and time the primary key finds them: an id is a UUIDv7 of the entry's time, and every write would pay for another index.
create index audit_entries_by_entity on audit_entries (tenant_id, entity_type, entity_id, id);
create index audit_entries_by_actor on audit_entries (tenant_id, actor_id, id);

-- Answers to idempotency keys are kept for a while only. Whoever sweeps them takes any tenant's, and nobody else takes or changes any.
create index idempotency_keys_by_age on idempotency_keys (create_time);
create policy timers on idempotency_keys using (current_setting('app.door', true) = 'timers') with check (false);
create policy only_timers_delete on idempotency_keys as restrictive for delete using (current_setting('app.door', true) = 'timers');
-- Not even they: but PostgreSQL lets nobody lock a row who may not change any column of it.
create policy nobody_updates on idempotency_keys as restrictive for update using (current_setting('app.door', true) = 'timers') with check (false);
grant delete, update (create_time) on idempotency_keys to {app};
