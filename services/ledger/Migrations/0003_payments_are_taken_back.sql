-- That a payment was taken back: once, and for good.
create table payment_reversals (
    tenant_id uuid not null,
    payment_id uuid not null,
    entry_id uuid not null,
    reason text not null,
    balance_after numeric(19, 4) not null,
    create_time timestamptz not null,
    primary key (tenant_id, payment_id),
    foreign key (tenant_id, payment_id) references payments,
    foreign key (tenant_id, entry_id) references entries
);
create trigger append_only before update or delete or truncate on payment_reversals for each statement execute function refuse_change();
alter table payment_reversals enable row level security;
alter table payment_reversals force row level security;
create policy tenant on payment_reversals using (tenant_id = current_setting('app.tenant_id')::uuid);
grant select, insert on payment_reversals to {app};

create index payments_of_worker on payments (tenant_id, worker_id, id desc);
-- What was paid to a worker, in order: what a payment covers begins where those before it end.
create index lines_debits on lines (tenant_id, worker_id, sequence) where worker_id is not null and amount < 0;
