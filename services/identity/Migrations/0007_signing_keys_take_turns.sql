-- From when a key signs; before, it is published and waits. The newest whose time has come is the one that signs.
alter table signing_keys add sign_time timestamptz not null default now(), add withdraw_time timestamptz;
alter table signing_keys alter sign_time drop default;
-- A key's pair and name never change; of one that is past its time the private half is wiped.
grant update (sealed_private_key, sign_time, retire_time, withdraw_time) on signing_keys to {app};
