-- What they are spoken to in; null for as each request prefers.
alter table users add column language text constraint users_language_is_ours check (language in ('en', 'es', 'fr'));

-- What the call preferred that asked for the mail: for who has chosen nothing, or is not known.
alter table mails add column language text constraint mails_language_is_ours check (language in ('en', 'es', 'fr'));
