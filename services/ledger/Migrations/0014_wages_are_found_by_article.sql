-- Which wages were earned at an article, and when: corrections of rates look for them, and an index over what stands in an entry's details is no
-- way to a row behind row-level security. Whoever writes a wage adds to it, ledgers from before as well; wages from before follow in the next file.
create table wages_by_article (
    tenant_id uuid not null,
    article_id uuid not null,
    effective_time timestamptz not null,
    entry_id uuid not null,
    primary key (tenant_id, article_id, effective_time, entry_id)
);
alter table wages_by_article enable row level security;
alter table wages_by_article force row level security;
create policy tenant on wages_by_article using (tenant_id = current_setting('app.tenant_id')::uuid);
grant select, insert on wages_by_article to {app};

create function note_wages() returns trigger language plpgsql as $$
begin
    insert into wages_by_article (tenant_id, article_id, effective_time, entry_id)
    select tenant_id, (details ->> 'articleId')::uuid, effective_time, id from inserted where type = 'WAGE' and details ->> 'articleId' is not null;
    return null;
end $$;
create trigger wages_by_article after insert on entries
    referencing new table as inserted for each statement execute function note_wages();
