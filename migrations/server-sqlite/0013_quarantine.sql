-- A command in quarantine of which an administrator has seen to it that nothing of it is lost: when, and what was done.
alter table command add column settled_at text;
alter table command add column settled_note text;
-- Files that were looked at and are kept from everybody for good.
alter table blob add column refused_note text;

-- Files of erased cases that no other case has, by SHA-256: a device that has not heard of the erasure may still offer one.
create table blob_erased (
    tenant blob not null references tenant (id),
    sha256 text not null,
    primary key (tenant, sha256)
) without rowid;
