-- A statement of a range that is over, as it was given to somebody. There is one of each range: its lines never change.
create table issued_statements (
    tenant_id uuid not null,
    worker_id uuid not null,
    from_time timestamptz not null,
    to_time timestamptz not null check (to_time >= from_time),
    id uuid not null,
    currency char(3) not null,
    -- Its lines by their numbers: those behind the one, up to the other.
    after_sequence bigint not null check (after_sequence >= 0),
    last_sequence bigint not null check (last_sequence >= after_sequence),
    opening_balance numeric(19, 4) not null,
    closing_balance numeric(19, 4) not null,
    credits numeric(28, 4) not null check (credits >= 0),
    debits numeric(28, 4) not null check (debits >= 0),
    hash bytea not null check (length(hash) = 32),
    -- SHA-256 of the code that it is verified with; the code itself is not kept.
    code_hash bytea not null check (length(code_hash) = 32),
    issue_time timestamptz not null,
    primary key (tenant_id, worker_id, from_time, to_time),
    foreign key (tenant_id, worker_id) references worker_accounts
);
create unique index issued_statements_code on issued_statements (code_hash);
create trigger append_only before update or delete or truncate on issued_statements for each statement execute function refuse_change();
alter table issued_statements enable row level security;
alter table issued_statements force row level security;
create policy tenant on issued_statements using (tenant_id = current_setting('app.tenant_id')::uuid);
-- Whoever verifies a statement knows its code and not its tenant: this table is looked into, no other one, and nothing is written.
create policy verification on issued_statements for select using (current_setting('app.door', true) = 'verification');
grant select, insert on issued_statements to {app};
