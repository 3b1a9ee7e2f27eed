-- What a unit of a currency was worth on a day, in the tenant's own. A rate that was wrong gets another version of the same pair and day;
-- all of them stay.
create table exchange_rates (
    tenant_id uuid not null,
    id uuid not null,
    currency text collate "C" not null check (currency <> base_currency),
    base_currency text collate "C" not null,
    day date not null,
    version int not null check (version > 0),
    rate numeric(20, 10) not null check (rate > 0),
    source text not null,
    -- Why it stands in place of the version before.
    reason text not null check (version = 1 or reason <> ''),
    create_time timestamptz not null,
    primary key (tenant_id, id),
    -- Whoever used a rate names it by all that it said.
    unique (tenant_id, id, currency, base_currency, rate),
    constraint exchange_rates_version_key unique (tenant_id, base_currency, currency, day, version)
);
-- Lists are by day.
create index exchange_rates_by_day on exchange_rates (tenant_id, day desc, currency desc, version desc);
create trigger append_only before update or delete or truncate on exchange_rates for each statement execute function refuse_change();

alter table exchange_rates enable row level security;
alter table exchange_rates force row level security;
create policy tenant on exchange_rates using (tenant_id = current_setting('app.tenant_id')::uuid);
grant select, insert on exchange_rates to {app};
