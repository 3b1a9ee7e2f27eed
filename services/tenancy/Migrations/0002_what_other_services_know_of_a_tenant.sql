-- Each change of a tenant is told to the other services, whole, under the next version.
alter table tenants
    add column version bigint not null default 0,
    add column feature_flags jsonb not null default '{}',
    add column cors_origins text[] not null default '{}';
