-- Mails to be sent and, for a while, those that were. Asking for one writes the same row whoever has the address, and nobody if
-- nobody has: who it is for, and what it says, is found out when no one waits for an answer any more.
create table mails (
    tenant_id uuid not null,
    id uuid not null,
    kind text not null check (kind in ('PASSWORD_RESET', 'MAGIC_LINK', 'INVITATION', 'SIGNUP')),
    -- SHA-256 of kind, slug and address as they were typed: what the limit for an address counts.
    asked bytea not null check (length(asked) = 32),
    recipient text not null,
    -- The invitation; null where the address says it all.
    subject_id uuid,
    create_time timestamptz not null,
    due_time timestamptz not null,
    attempts int not null default 0,
    -- Subject and text, AES-256-GCM, bound to the id: there from the first attempt until it is sent or given up.
    sealed_letter bytea,
    outcome text check (outcome in ('SENT', 'NOBODY', 'GIVEN_UP')),
    end_time timestamptz,
    -- Why the last attempt failed.
    fault text,
    primary key (tenant_id, id),
    constraint a_mail_that_ended_says_how check ((outcome is null) = (end_time is null)),
    constraint nothing_is_kept_of_a_mail_that_ended check (end_time is null or sealed_letter is null)
);
create index mails_by_asked on mails (tenant_id, asked, create_time);
-- Not by tenant: the sender takes all tenants' rows.
create index mails_due on mails (due_time) where end_time is null;
alter table mails enable row level security;
alter table mails force row level security;
create policy tenant on mails using (tenant_id = current_setting('app.tenant_id')::uuid);
create policy timers on mails using (current_setting('app.door', true) = 'timers');
grant select, insert, update, delete on mails to {app};

-- The newest link of each kind that was mailed about something, until it is used.
create table links (
    tenant_id uuid not null,
    kind text not null check (kind in ('PASSWORD_RESET', 'MAGIC_LINK', 'INVITATION', 'SIGNUP')),
    -- The user, or the invitation.
    subject_id uuid not null,
    -- SHA-256 of the token; the token itself is in the mail alone.
    token_hash bytea not null check (length(token_hash) = 32),
    create_time timestamptz not null,
    expire_time timestamptz not null,
    primary key (tenant_id, kind, subject_id),
    constraint links_token_key unique (tenant_id, token_hash)
);
alter table links enable row level security;
alter table links force row level security;
create policy tenant on links using (tenant_id = current_setting('app.tenant_id')::uuid);
grant select, insert, update, delete on links to {app};

-- What a session was last refreshed with. Those of before count from now on: whoever migrates sees no tenant's rows to tell it from.
alter table sessions add user_agent text not null default '', add remote_address inet, add last_use_time timestamptz not null default now();
alter table sessions alter user_agent drop default, alter last_use_time drop default;
