-- 1: the server has commands of this computer that are not here, since its disk was restored or copied. Nothing is signed
-- any more: it would bear places in the queue that are taken.
alter table device add column old_copy integer not null default 0;
