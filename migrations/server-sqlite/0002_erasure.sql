-- Cases that were erased by an officer's order. The order is also kept beside the files, where a restore of the
-- database does not reach it.
create table erasure (
    tenant blob not null references tenant (id),
    inquiry blob not null,
    -- Its place in the log.
    seq integer not null,
    -- The officer.
    ordered_by blob not null,
    -- Why, in the officer's words, without personal data.
    reason text not null,
    at text not null,
    -- The registration number that it keeps for ever, as JSON; null where it had none.
    number text,
    primary key (tenant, inquiry)
);
create unique index erasure_seq on erasure (tenant, seq);

-- A device says, signed, that it holds nothing of an erased case any more.
create table erasure_receipt (
    tenant blob not null references tenant (id),
    inquiry blob not null,
    device blob not null references device (id),
    -- Ed25519 over `erased:<inquiry>`, hexadecimal.
    signature text not null,
    at text not null,
    primary key (tenant, inquiry, device)
);

-- Files of erased cases whose bytes have still to go from the store.
create table blob_gone (
    tenant blob not null references tenant (id),
    sha256 text not null,
    primary key (tenant, sha256)
);
