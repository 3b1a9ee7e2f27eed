-- How often what the user may do has changed. A token says which version it was issued for.
alter table users add column token_version bigint not null default 0;

-- Tokens that stopped counting before they expire, for as long as one of them may be alive.
create table token_cutoffs (
    tenant_id uuid not null,
    sequence bigint not null generated always as identity,
    -- Who knows the oldest transaction that was open when it last looked misses none of a later commit.
    written_by xid8 not null default pg_current_xact_id(),
    session_id uuid,
    user_id uuid,
    least_version bigint,
    expire_time timestamptz not null,
    primary key (tenant_id, sequence),
    constraint about_a_session_or_a_user check ((session_id is null) <> (user_id is null)),
    constraint a_version_is_a_users check ((user_id is null) = (least_version is null))
);
create index token_cutoffs_by_age on token_cutoffs (tenant_id, expire_time);
-- The gateway's poll takes all tenants' rows, in the order of their transactions.
create index token_cutoffs_by_writer on token_cutoffs (written_by, sequence);
alter table token_cutoffs enable row level security;
alter table token_cutoffs force row level security;
create policy tenant on token_cutoffs using (tenant_id = current_setting('app.tenant_id')::uuid);
create policy gateway on token_cutoffs for select using (current_setting('app.door', true) = 'gateway');
grant select, insert, update, delete on token_cutoffs to {app};
