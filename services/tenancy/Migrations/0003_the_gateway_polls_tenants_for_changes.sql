-- The transaction that changed a tenant last, whichever statement did it: a poll asks for what changed since.
alter table tenants add column changed_by xid8 not null default pg_current_xact_id();
create function stamp_change() returns trigger language plpgsql as $$
begin
    new.changed_by := pg_current_xact_id();
    return new;
end
$$;
create trigger stamp_change before update on tenants for each row execute function stamp_change();
create index tenants_by_change on tenants (changed_by, tenant_id);
create policy gateway on tenants for select using (current_setting('app.door', true) = 'gateway');
