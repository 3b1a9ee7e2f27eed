-- What a tenant's workflows tell people. Of these what a mail says is there from the beginning, sealed, and its subject is the user that
-- it is for; null where it goes to an address that is nobody's.
alter table mails
    drop constraint mails_kind_check,
    add constraint mails_kind_check check (kind in ('PASSWORD_RESET', 'MAGIC_LINK', 'INVITATION', 'SIGNUP', 'NOTIFICATION')),
    add constraint what_is_told_is_said_from_the_beginning check (kind <> 'NOTIFICATION' or sealed_letter is not null or end_time is not null);
-- Whoever is told something is told it once, however often it is heard of: here asked is SHA-256 of the fact and the address.
create unique index mails_told_once on mails (tenant_id, asked) where kind = 'NOTIFICATION';
-- What a tenant tells within an hour is counted.
create index mails_told_by_time on mails (tenant_id, create_time) where kind = 'NOTIFICATION';
-- Whoever waits for a link does not wait behind what a workflow tells a hundred people.
drop index mails_due;
create index mails_due on mails ((kind = 'NOTIFICATION'), due_time) where end_time is null;
