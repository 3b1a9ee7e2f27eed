-- Why a tenant is cut off.
alter table tenants
    add column suspension_reason text,
    add check ((status = 'SUSPENDED') = (suspension_reason is not null));

-- Plans are edited, and go when no tenant has them.
alter table plans add column version bigint not null default 1;
grant update, delete on plans to {app};
