alter table articles add column version int not null default 1;
alter table articles add column archive_time timestamptz;
alter table articles add column delete_time timestamptz;

-- Whoever deletes an article gives its code back.
alter table articles drop constraint articles_code_key;
create unique index articles_code_key on articles (tenant_id, code) where delete_time is null;
grant update on articles to {app};

-- The jobs of an article, newest first: what stands against deleting it, and what is searched for.
create index jobs_of_article on jobs (tenant_id, article_id, number desc);

-- The same version is not entered twice.
drop index rates_in_force;
create unique index rates_time_key on rates (tenant_id, article_id, step, effective_time desc);

-- First rates were in force from the moment that their article was created, by one host's clock; work that another host's clock puts
-- before it found none. They count from the beginning of time, as those of new articles do.
alter table articles no force row level security;
alter table rates no force row level security;
update rates r set effective_time = '1970-01-01T00:00:00Z'
from articles a where a.tenant_id = r.tenant_id and a.id = r.article_id and r.effective_time = a.create_time
    and not exists (select from rates o where o.tenant_id = r.tenant_id and o.article_id = r.article_id and o.step = r.step and o.effective_time < r.effective_time);
alter table articles force row level security;
alter table rates force row level security;
