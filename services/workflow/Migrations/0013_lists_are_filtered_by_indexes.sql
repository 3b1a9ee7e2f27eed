-- What a tenant knows an instance by finds it after it has ended, too; and deliveries are listed by what became of them.
create index instances_known_by on instances (tenant_id, business_key, id) where business_key <> '';
create index webhook_deliveries_by_status on webhook_deliveries (tenant_id, webhook_id, status, id);
