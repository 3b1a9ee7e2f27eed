-- Wages that were credited at a wrong rate, put right afterwards.
create table rate_corrections (
    tenant_id uuid not null,
    id uuid not null,
    reason text not null,
    create_time timestamptz not null,
    -- Null while its lines are being booked.
    apply_time timestamptz,
    primary key (tenant_id, id)
);
create index rate_corrections_due on rate_corrections (create_time) where apply_time is null;

-- What it does to each line: decided when it was asked for, booked soon after.
create table rate_correction_lines (
    tenant_id uuid not null,
    correction_id uuid not null,
    -- The entry of the wage.
    entry_id uuid not null,
    worker_id uuid not null,
    currency char(3) not null,
    standing numeric(19, 4) not null,
    corrected numeric(19, 4) not null check (corrected >= 0 and corrected <> standing),
    rate numeric(19, 4) not null,
    outcome text check (outcome in ('BOOKED', 'SKIPPED')),
    primary key (tenant_id, correction_id, entry_id),
    foreign key (tenant_id, correction_id) references rate_corrections,
    foreign key (tenant_id, entry_id) references entries
);
create index rate_correction_lines_due on rate_correction_lines (tenant_id, correction_id, entry_id) where outcome is null;

do $$
declare t text;
begin
    foreach t in array array['rate_corrections', 'rate_correction_lines'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy tenant on %I using (tenant_id = current_setting(''app.tenant_id'')::uuid)', t);
    end loop;
end $$;
create policy timers on rate_corrections for select using (current_setting('app.door', true) = 'timers');
grant select, insert, update on rate_corrections, rate_correction_lines to {app};
