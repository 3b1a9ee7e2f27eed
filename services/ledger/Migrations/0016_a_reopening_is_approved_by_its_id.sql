-- Who approves names what they have read: asked anew, it is another request under another id. The default is for ledgers from before.
alter table period_reopenings add column id uuid not null default gen_random_uuid();
