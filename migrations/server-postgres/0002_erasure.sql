-- Cases that were erased by an officer's order. The order is also kept beside the files, where a restore of the
-- database does not reach it.
create table erasure (
    tenant bytea not null references tenant (id),
    inquiry bytea not null,
    -- Its place in the log.
    seq bigint not null,
    -- The officer.
    ordered_by bytea not null,
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
    tenant bytea not null references tenant (id),
    inquiry bytea not null,
    device bytea not null references device (id),
    -- Ed25519 over `erased:<inquiry>`, hexadecimal.
    signature text not null,
    at text not null,
    primary key (tenant, inquiry, device)
);

-- Files of erased cases whose bytes have still to go from the store.
create table blob_gone (
    tenant bytea not null references tenant (id),
    sha256 text not null,
    primary key (tenant, sha256)
);

do $$
declare
    name text;
begin
    foreach name in array array['erasure', 'erasure_receipt', 'blob_gone']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy of_tenant on %I using (desk_tenant(tenant))', name);
    end loop;
end
$$;
