-- The Merkle tree (RFC 6962) over the audit chain: its right edge, enough to append.
create table audit_edge (
    tenant blob primary key not null references tenant (id),
    -- Entries in the tree.
    size integer not null,
    -- Roots of the complete subtrees, largest first, 32 bytes each.
    peaks blob not null
);

-- Roots of complete subtrees of 64 entries and more, for proofs. Smaller ones are made from the entries.
create table audit_node (
    tenant blob not null references tenant (id),
    -- A subtree of 2^level entries, the place-th of its level from the left.
    level integer not null,
    place integer not null,
    hash blob not null,
    primary key (tenant, level, place)
);
