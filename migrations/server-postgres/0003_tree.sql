-- The Merkle tree (RFC 6962) over the audit chain: its right edge, enough to append.
create table audit_edge (
    tenant bytea primary key not null references tenant (id),
    -- Entries in the tree.
    size bigint not null,
    -- Roots of the complete subtrees, largest first, 32 bytes each.
    peaks bytea not null
);

-- Roots of complete subtrees of 64 entries and more, for proofs. Smaller ones are made from the entries.
create table audit_node (
    tenant bytea not null references tenant (id),
    -- A subtree of 2^level entries, the place-th of its level from the left.
    level bigint not null,
    place bigint not null,
    hash bytea not null,
    primary key (tenant, level, place)
);

do $$
declare
    name text;
begin
    foreach name in array array['audit_edge', 'audit_node']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy of_tenant on %I using (desk_tenant(tenant))', name);
    end loop;
end
$$;
