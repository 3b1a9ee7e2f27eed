-- What seals what is kept about people. No tenant's: only work for the platform itself sees them.
create table data_keys (
    number int not null primary key check (number between 1 and 255),
    -- AES-256-GCM with the key that the service is configured with: nonce, tag, then the data key; bound to the number.
    sealed_key bytea not null,
    create_time timestamptz not null
);
alter table data_keys enable row level security;
alter table data_keys force row level security;
create policy platform on data_keys using (current_setting('app.tenant_id')::uuid = '00000000-0000-0000-0000-000000000000');
grant select, insert, update (sealed_key) on data_keys to {app};

-- Address and name are one box that begins with the number of its data key; the address is looked up by a keyed hash. The service
-- seals those who are here when it starts: only it has the keys. The columns of before stay, empty, until a later version drops them.
alter table users
    alter email drop not null,
    alter name drop not null,
    add sealed_profile bytea,
    add email_hash bytea check (length(email_hash) = 32),
    add constraint sealed_or_waiting_to_be check ((sealed_profile is null) = (email_hash is null) and num_nulls(sealed_profile, email) = 1 and num_nulls(sealed_profile, name) = 1);
alter table users drop constraint users_email_key;
alter table users add constraint users_email_key unique (tenant_id, email_hash);
create policy seeding on users using (current_setting('app.door', true) = 'seeding') with check (current_setting('app.door', true) = 'seeding');

-- Of a mail that was asked for before, the recipient is read as it stands; it is gone within a day.
alter table mails
    alter recipient drop not null,
    add sealed_recipient bytea,
    add constraint a_mail_has_one_recipient check (num_nulls(sealed_recipient, recipient) = 1);

-- Whoever waits to own a tenant waits for an hour at most; an opening that is under way while the version changes is given up, and
-- begun again by whoever asked for it.
alter table prepared_owners no force row level security;
delete from prepared_owners;
alter table prepared_owners force row level security;
alter table prepared_owners drop column email, drop column name, add sealed_profile bytea not null;
