-- What is left of a command whose case was erased (`signed` is empty then): hash, place, id and the hash before, as JSON.
alter table outbox add column tombstone text;

-- Cases that were erased here by the server's order.
create table erased (
    inquiry blob primary key check (length(inquiry) = 16),
    seq integer not null,               -- of the order, in the server's log
    scrubbed integer not null default 0, -- whether the database's own files have forgotten it too
    sent integer not null default 0     -- whether the server has the receipt
) strict, without rowid;
