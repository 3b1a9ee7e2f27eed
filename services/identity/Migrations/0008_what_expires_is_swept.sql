-- Whoever sweeps takes what has expired, whoever's it is, and writes nothing.
create policy timers on links using (current_setting('app.door', true) = 'timers') with check (false);
create policy timers on sessions using (current_setting('app.door', true) = 'timers') with check (false);
create policy timers on refresh_tokens using (current_setting('app.door', true) = 'timers') with check (false);
create policy timers on token_cutoffs using (current_setting('app.door', true) = 'timers') with check (false);
create policy timers on sign_in_failures using (current_setting('app.door', true) = 'timers') with check (false);
drop policy timers_see on prepared_owners;
drop policy timers_delete on prepared_owners;
create policy timers on prepared_owners using (current_setting('app.door', true) = 'timers') with check (false);

create index links_by_age on links (expire_time);
create index sessions_by_age on sessions (least(expire_time, end_time));
create index refresh_tokens_by_age on refresh_tokens (expire_time);
create index mails_by_age on mails (end_time) where end_time is not null;
drop index token_cutoffs_by_age;
create index token_cutoffs_by_age on token_cutoffs (expire_time);
drop index sign_in_failures_by_age;
create index sign_in_failures_by_age on sign_in_failures (last_time);
