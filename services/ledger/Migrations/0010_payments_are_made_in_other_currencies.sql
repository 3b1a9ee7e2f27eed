-- What a line is in the currency that was in fact paid, where that is not the account's own; null where there is none. What is gained or
-- lost by a rate is nothing in the other currency. Both amounts of an entry sum to zero.
alter table lines add column transaction_currency char(3), add column transaction_amount numeric(19, 4);
alter table lines add constraint lines_transaction check (
    (transaction_currency is null) = (transaction_amount is null)
    and (transaction_currency is null or (transaction_currency <> currency and (
        transaction_amount * amount > 0 or (transaction_amount = 0 and account in ('EXCHANGE_GAIN', 'EXCHANGE_LOSS'))))));
create or replace function refuse_unbalanced_entries() returns trigger language plpgsql as $$
begin
    if exists (select from inserted group by tenant_id, entry_id, currency having sum(amount) <> 0)
        or exists (select from inserted where transaction_currency is not null group by tenant_id, entry_id, transaction_currency having sum(transaction_amount) <> 0) then
        raise exception 'the lines of an entry do not sum to zero' using errcode = 'check_violation', constraint = 'lines_balanced';
    end if;
    return null;
end $$;

-- What a payment in another currency came to. The amount of the payment itself is what it settled.
create table payment_exchanges (
    tenant_id uuid not null,
    payment_id uuid not null,
    currency text collate "C" not null,
    base_currency text collate "C" not null,
    amount numeric(19, 4) not null check (amount > 0),
    rate_id uuid not null,
    rate numeric(20, 10) not null,
    agreed_rate_id uuid not null,
    agreed_rate numeric(20, 10) not null,
    -- What it was worth when it was paid, and what of the debt it settled.
    base_amount numeric(19, 4) not null check (base_amount > 0),
    settled_amount numeric(19, 4) not null check (settled_amount > 0),
    -- What rounding to four decimals added to each.
    base_rounding numeric(24, 14) not null generated always as (base_amount - amount * rate) stored check (abs(base_rounding) <= 0.00005),
    settled_rounding numeric(24, 14) not null generated always as (settled_amount - amount * agreed_rate) stored check (abs(settled_rounding) <= 0.00005),
    primary key (tenant_id, payment_id),
    foreign key (tenant_id, payment_id) references payments,
    constraint payment_exchanges_rate foreign key (tenant_id, rate_id, currency, base_currency, rate)
        references exchange_rates (tenant_id, id, currency, base_currency, rate),
    constraint payment_exchanges_agreed_rate foreign key (tenant_id, agreed_rate_id, currency, base_currency, agreed_rate)
        references exchange_rates (tenant_id, id, currency, base_currency, rate)
);
create trigger append_only before update or delete or truncate on payment_exchanges for each statement execute function refuse_change();
alter table payment_exchanges enable row level security;
alter table payment_exchanges force row level security;
create policy tenant on payment_exchanges using (tenant_id = current_setting('app.tenant_id')::uuid);
grant select, insert on payment_exchanges to {app};

-- Totals are kept by the currency of the transaction as well: it is the account's own where there is no other. Whoever adds up by account and
-- currency finds what there was before.
alter table account_movements no force row level security;
alter table account_totals no force row level security;
alter table account_movements add column transaction_currency char(3), add column transaction_amount numeric(28, 4);
update account_movements set transaction_currency = currency, transaction_amount = amount;
alter table account_movements alter column transaction_currency set not null, alter column transaction_amount set not null;
alter table account_totals add column transaction_currency char(3), add column transaction_amount numeric(28, 4);
update account_totals set transaction_currency = currency, transaction_amount = amount;
alter table account_totals alter column transaction_currency set not null, alter column transaction_amount set not null;
alter table account_totals drop constraint account_totals_pkey;
alter table account_totals add primary key (tenant_id, basis, span, start, account, currency, transaction_currency);
alter table account_movements force row level security;
alter table account_totals force row level security;
