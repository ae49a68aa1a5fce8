-- The last device sequence that a device said it has, at its last greeting: how much of it has not come yet.
alter table device add column announced integer not null default 0;
