-- How far a first synchronisation by snapshot has come, department by department; empty once it is over.
create table snapshot (
    unit text primary key,
    id text not null,                   -- which snapshot (protocol::snapshot::Manifest::id)
    at integer not null,                -- earliest place of the log of any snapshot that rows here came from
    next integer not null               -- blocks of it that are applied
) strict, without rowid;
