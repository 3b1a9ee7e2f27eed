-- Who approves names what they have read: asked anew, it is another request under another id.
alter table period_reopenings add column id uuid not null default gen_random_uuid();
alter table period_reopenings alter column id drop default;
