-- Kinds of orders that go their own ways.
create table service_categories (
    tenant_id uuid not null,
    id uuid not null,
    code text not null,
    name text not null,
    version int not null default 1,
    create_time timestamptz not null,
    delete_time timestamptz,
    primary key (tenant_id, id)
);
create unique index service_categories_code_key on service_categories (tenant_id, code) where delete_time is null;

-- How orders go: versions, which are added and never changed. Without a category they are for all orders. The ones that a category got at the
-- beginning are defaults, of version 0; the tenant's own count from 1.
create table order_flows (
    tenant_id uuid not null,
    id uuid not null,
    category_id uuid,
    version int not null check (version >= 0),
    is_active boolean not null,
    flow jsonb not null,
    creator_id uuid,
    create_time timestamptz not null,
    primary key (tenant_id, id),
    constraint order_flows_version_key unique nulls not distinct (tenant_id, category_id, version),
    foreign key (tenant_id, category_id) references service_categories,
    check (version > 0 or category_id is not null)
);

-- The last order number of each tenant; locked by whoever takes the next, so that there are no gaps.
create table order_numbers (
    tenant_id uuid not null primary key,
    last int not null
);

create table orders (
    tenant_id uuid not null,
    id uuid not null,
    number int not null,
    customer_reference text not null,
    category_id uuid,
    -- As the flow calls it, with which the order came there; without one that was the built-in flow.
    status text not null,
    flow_id uuid,
    status_time timestamptz not null,
    -- How many entries its history has.
    moves int not null,
    due_time timestamptz,
    is_express boolean not null,
    notes text not null,
    items jsonb not null,
    version int not null default 1,
    create_time timestamptz not null,
    delete_time timestamptz,
    primary key (tenant_id, id),
    constraint orders_number_key unique (tenant_id, number),
    foreign key (tenant_id, category_id) references service_categories,
    foreign key (tenant_id, flow_id) references order_flows
);
create index orders_by_number on orders (tenant_id, number desc) where delete_time is null;
create index orders_by_status on orders (tenant_id, status, number desc) where delete_time is null;
create index orders_by_category on orders (tenant_id, category_id, number desc) where delete_time is null;
create index orders_by_reference on orders (tenant_id, customer_reference, number desc) where delete_time is null;

-- The articles that orders' items name, once each.
create table order_articles (
    tenant_id uuid not null,
    order_id uuid not null,
    article_id uuid not null,
    primary key (tenant_id, order_id, article_id),
    foreign key (tenant_id, order_id) references orders,
    foreign key (tenant_id, article_id) references articles
);
create index orders_of_article on order_articles (tenant_id, article_id);

-- What happened to orders: rows are added, never changed.
create table order_history (
    tenant_id uuid not null,
    order_id uuid not null,
    sequence int not null check (sequence > 0),
    from_status text,
    to_status text not null,
    actor_id uuid not null,
    notes text not null,
    metadata jsonb,
    transition_key text,
    flow_id uuid,
    notifications jsonb,
    create_time timestamptz not null,
    primary key (tenant_id, order_id, sequence),
    foreign key (tenant_id, order_id) references orders,
    foreign key (tenant_id, flow_id) references order_flows,
    -- The first entry is the order's creation, and only that.
    check ((sequence = 1) = (from_status is null))
);
create unique index order_history_key on order_history (tenant_id, order_id, transition_key) where transition_key is not null;

alter table jobs no force row level security;
alter table jobs add column order_id uuid;
alter table jobs add foreign key (tenant_id, order_id) references orders;
alter table jobs force row level security;
create index jobs_of_order on jobs (tenant_id, order_id, number) where order_id is not null;

do $$
declare t text;
begin
    foreach t in array array['service_categories', 'order_flows', 'order_numbers', 'orders', 'order_articles', 'order_history'] loop
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format('create policy tenant on %I using (tenant_id = current_setting(''app.tenant_id'')::uuid)', t);
    end loop;
end $$;
grant select, insert, update on service_categories, order_numbers, orders to {app};
grant select, insert on order_flows, order_history to {app};
grant select, insert, delete on order_articles to {app};

-- Tenants that were there before there were categories get theirs at the start of the service.
create policy seeding on tenant_states for select using (current_setting('app.door', true) = 'seeding');
create policy seeding on service_categories using (current_setting('app.door', true) = 'seeding');
create policy seeding on order_flows for insert with check (current_setting('app.door', true) = 'seeding' and version = 0);
