-- Tenant by tenant and through the policies, so that no table is locked however long it takes: whoever has booked anything has totals.
do $$
declare
    tenants uuid[];
    tenant uuid;
begin
    perform set_config('app.tenant_id', '00000000-0000-0000-0000-000000000000', true), set_config('app.door', 'timers', true);
    tenants := array(select tenant_id from account_totals union select tenant_id from account_movements);
    perform set_config('app.door', '', true);
    foreach tenant in array tenants loop
        perform set_config('app.tenant_id', tenant::text, true);
        insert into wages_by_article (tenant_id, article_id, effective_time, entry_id)
        select tenant_id, (details ->> 'articleId')::uuid, effective_time, id from entries
        where tenant_id = tenant and type = 'WAGE' and details ->> 'articleId' is not null
        on conflict do nothing;
    end loop;
end $$;
