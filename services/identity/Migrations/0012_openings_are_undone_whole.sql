-- Whoever signs in to a tenant that is still being opened may invite, make keys and take signups: what an undone opening leaves is nothing.
alter table tenants no force row level security;
alter table invitations no force row level security;
alter table signups no force row level security;
alter table api_keys no force row level security;
alter table invitations drop constraint invitations_tenant_id_fkey, add foreign key (tenant_id) references tenants on delete cascade;
alter table signups drop constraint signups_tenant_id_fkey, add foreign key (tenant_id) references tenants on delete cascade;
alter table api_keys drop constraint api_keys_tenant_id_fkey, add foreign key (tenant_id) references tenants on delete cascade;
alter table tenants force row level security;
alter table invitations force row level security;
alter table signups force row level security;
alter table api_keys force row level security;

-- The password that the configuration set for the platform's administrator, hashed: it is set again only when it is another one.
alter table users add column configured_password_hash text;
