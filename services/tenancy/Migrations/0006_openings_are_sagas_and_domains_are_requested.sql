-- When a reservation is withdrawn unless the tenant is open by then. A reservation of before has no saga, and is overdue.
alter table tenants add deadline_time timestamptz;
alter table tenants no force row level security;
update tenants set deadline_time = reserve_time where status = 'PROVISIONING';
alter table tenants force row level security;
alter table tenants drop column reserve_time;
alter table tenants add constraint only_a_reservation_has_a_deadline check ((status = 'PROVISIONING') = (deadline_time is not null));
create index tenants_by_deadline on tenants (deadline_time) where deadline_time is not null;
create policy timers on tenants for select using (current_setting('app.door', true) = 'timers');

-- What became of the openings that were given up: their callers may ask again.
create table withdrawn_tenants (
    tenant_id uuid primary key,
    slug text not null,
    reason text not null,
    withdraw_time timestamptz not null
);
alter table withdrawn_tenants enable row level security;
alter table withdrawn_tenants force row level security;
create policy tenant on withdrawn_tenants using (tenant_id = current_setting('app.tenant_id')::uuid);
grant select, insert on withdrawn_tenants to {app};

-- What each provider is to do for a tenant's domain, and when it is asked next.
create table domain_requests (
    tenant_id uuid not null references tenants,
    provider text not null,
    domain text not null,
    status text not null check (status in ('PENDING', 'ACTIVE')),
    -- Of the round that began when the domain was requested, or retried by hand.
    attempts int not null,
    round_time timestamptz not null,
    due_time timestamptz,
    problem text,
    primary key (tenant_id, provider),
    constraint what_is_active_is_not_due check (status = 'PENDING' or (due_time is null and problem is null))
);
create index domain_requests_by_due_time on domain_requests (due_time) where due_time is not null;
alter table domain_requests enable row level security;
alter table domain_requests force row level security;
create policy tenant on domain_requests using (tenant_id = current_setting('app.tenant_id')::uuid);
create policy platform_administration on domain_requests for select using (current_setting('app.door', true) = 'platform-administration');
create policy timers_see on domain_requests for select using (current_setting('app.door', true) = 'timers');
create policy timers_take on domain_requests for update using (current_setting('app.door', true) = 'timers');
grant select, insert, update on domain_requests to {app};
