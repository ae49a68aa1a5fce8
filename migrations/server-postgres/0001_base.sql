-- The central server on PostgreSQL: the tables of `server-sqlite`, in PostgreSQL's types. Ids are 16 bytes (UUID),
-- hashes are bytes, moments are RFC 3339 text, lists and texts in three languages are JSON kept byte for byte. Every table but `server` belongs to a tenant; nothing reads across tenants.
-- A published migration is never edited: expand with a new file, then contract.

-- One row: what concerns the whole server.
create table server (
    id bigint primary key check (id = 1),
    -- Epoch of all logs. Rises when the database is restored from a backup, so that devices notice.
    epoch bigint not null
);
insert into server (id, epoch) values (1, 1);

-- A body: a district administration.
create table tenant (
    id bytea primary key not null,
    -- The legal profile's file, as given.
    profile text not null,
    -- The member of staff in whose name the website's submissions are received.
    system_staff bytea not null,
    -- SHA-256 of the intake token; null while the website may not post.
    intake_token_hash bytea,
    -- The department that receives the website's submissions.
    intake_unit text,
    created_at text not null
);

-- A department.
create table unit (
    tenant bytea not null references tenant (id),
    id text not null,
    name text not null,
    primary key (tenant, id)
);

-- A member of staff.
create table staff (
    id bytea primary key not null,
    tenant bytea not null references tenant (id),
    login text not null,
    -- PHC string of Argon2id; null for somebody who cannot sign in.
    password_hash text,
    name text not null,
    position text not null,
    roles text not null,
    unit text not null,
    phone text not null,
    active boolean not null,
    unique (tenant, login)
);

-- An enrolled computer.
create table device (
    id bytea primary key not null,
    tenant bytea not null references tenant (id),
    -- Short number, for provisional numbers: unique in the tenant, never given twice.
    number bigint not null,
    name text not null,
    app_version text not null,
    public_key bytea not null,
    -- SHA-256 of the bearer token.
    token_hash bytea not null unique,
    -- Departments whose rows it may hold.
    units text not null,
    -- Rises with whatever the device's scope shows: its units, the staff, the departments.
    scope_version bigint not null,
    -- Last device sequence whose outcome is stored, and the hash of that command.
    durable_seq bigint not null,
    last_hash text not null,
    -- Newest protocol version that the device said it speaks.
    protocol bigint not null,
    last_seen text,
    -- Seconds that the device's clock was ahead of the server's when last seen: shown, never corrected for.
    clock_skew bigint,
    lease_until text not null,
    revoked_at text,
    unique (tenant, number)
);

-- Who may unlock a device.
create table device_staff (
    device bytea not null references device (id),
    staff bytea not null references staff (id),
    primary key (device, staff)
);

-- A one-time code that lets a device in.
create table enrolment_code (
    -- SHA-256 of the code.
    hash bytea primary key not null,
    tenant bytea not null references tenant (id),
    units text not null,
    staff text not null,
    -- The id that the device will get.
    device bytea not null,
    expires_at text not null,
    used_at text
);

-- Failed tries of codes and passwords, by account and by address.
create table attempt (
    -- For example `staff:<tenant>:<login>` or `enrol:<address>`.
    key text primary key not null,
    failures bigint not null,
    -- When the window began.
    since text not null
);

-- A case as it stands.
create table inquiry (
    tenant bytea not null references tenant (id),
    id bytea not null,
    unit text not null,
    -- Log sequence of its latest change.
    seq bigint not null,
    -- Part of its unit for repairs: the last byte of its id.
    part bigint not null,
    -- Checksum of the row (16 bytes, big-endian): see protocol::checksum.
    digest bytea not null,
    -- Stable key of the website's submission that it came from.
    source_key text,
    -- Canonical JSON of the inquiry, sent to devices byte for byte.
    content text not null,
    primary key (tenant, id)
);
create unique index inquiry_source on inquiry (tenant, source_key) where source_key is not null;
create index inquiry_seq on inquiry (tenant, seq, unit, part);
create index inquiry_part on inquiry (tenant, unit, part, seq, digest);

-- Number and checksum of each department's current rows, kept in the same transaction as the rows.
create table unit_sum (
    tenant bytea not null references tenant (id),
    unit text not null,
    row_count bigint not null,
    -- 16 bytes, big-endian.
    sum bytea not null,
    primary key (tenant, unit)
);

-- A command as a device sent it, with what became of it. Nothing in here ever changes.
create table command (
    device bytea not null references device (id),
    device_seq bigint not null,
    tenant bytea not null references tenant (id),
    id bytea not null,
    -- SHA-256 of the signed text.
    hash text not null,
    signed text not null,
    signature text not null,
    -- The outcome's JSON: a retry gets it word for word.
    outcome text not null,
    -- It named a row or a person out of the device's scope: kept for the administrator.
    quarantined boolean not null,
    received_at text not null,
    primary key (device, device_seq)
);
create unique index command_id on command (tenant, id);

-- What happened to which row, in the tenant's one order: contiguous from 1.
create table log (
    tenant bytea not null references tenant (id),
    seq bigint not null,
    inquiry bytea not null,
    unit text not null,
    -- The department that it left by this change.
    from_unit text,
    -- Code of the act.
    op text not null,
    primary key (tenant, seq)
);
create index log_left on log (tenant, inquiry, from_unit) where from_unit is not null;

-- Counters: `log`, `audit`, `device`, and `number:<journal>:<year>` for registration numbers.
create table counter (
    tenant bytea not null references tenant (id),
    name text not null,
    value bigint not null,
    primary key (tenant, name)
);

-- Who did what, as a hash chain: contiguous from 1 in the tenant.
create table audit (
    tenant bytea not null references tenant (id),
    seq bigint not null,
    -- By the server's clock.
    at text not null,
    actor bytea,
    device bytea,
    command bytea not null,
    inquiry bytea not null,
    act text not null,
    -- `applied`, `merged`, `conflict` or `rejected`.
    result text not null,
    -- JSON: for each field its name, base and new version, and a salted commitment to its value.
    fields text not null,
    prev_hash bytea not null,
    hash bytea not null,
    primary key (tenant, seq)
);

-- The salts of the commitments, apart from the chain: destroying one makes the commitment say nothing.
create table audit_salt (
    tenant bytea not null references tenant (id),
    seq bigint not null,
    salt bytea not null,
    primary key (tenant, seq)
);

-- A file that was offered.
create table blob (
    tenant bytea not null references tenant (id),
    -- Hexadecimal.
    sha256 text not null,
    size bigint not null,
    -- SHA-256 of each chunk.
    chunks text not null,
    -- When the whole was checked and stored; null while chunks are missing.
    stored_at text,
    -- Came from the internet and is not of a kind that is let through unchecked.
    quarantined boolean not null,
    primary key (tenant, sha256)
);

-- Chunks that have arrived, while the whole is not stored.
create table blob_chunk (
    tenant bytea not null references tenant (id),
    sha256 text not null,
    n bigint not null,
    primary key (tenant, sha256, n)
);

-- Which case a file belongs to: who may hold the case may fetch the file.
create table blob_ref (
    tenant bytea not null references tenant (id),
    sha256 text not null,
    inquiry bytea not null,
    primary key (tenant, sha256, inquiry)
);

-- What the website got for a submission: with number and secret a citizen may ask how it stands.
create table intake_receipt (
    tenant bytea not null references tenant (id),
    inquiry bytea not null,
    -- SHA-256 of the secret.
    secret_hash bytea not null,
    at text not null,
    primary key (tenant, inquiry, secret_hash)
);

-- The second wall. Every transaction says whom it is for (`store::Wall`); a row of another body, or a case of another
-- department, is not there for it, whatever the statement asks. `*` is the administrator, and the moment before it is
-- known who calls. Nothing set: nothing seen. FORCE: the owner of the tables stands before the wall too.
create function desk_tenant(of bytea) returns boolean language sql stable parallel safe as $$
    select current_setting('desk.tenant', true) = '*' or encode(of, 'hex') = current_setting('desk.tenant', true)
$$;
create function desk_unit(of text) returns boolean language sql stable parallel safe as $$
    select current_setting('desk.units', true) = '*'
        or of = any (string_to_array(current_setting('desk.units', true), chr(10)))
$$;

do $$
declare
    name text;
begin
    foreach name in array array['unit', 'staff', 'device', 'enrolment_code', 'unit_sum', 'command', 'counter', 'audit',
        'audit_salt', 'blob', 'blob_chunk', 'blob_ref', 'intake_receipt']
    loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy of_tenant on %I using (desk_tenant(tenant))', name);
    end loop;
end
$$;

alter table tenant enable row level security;
alter table tenant force row level security;
create policy of_tenant on tenant using (desk_tenant(id));

alter table inquiry enable row level security;
alter table inquiry force row level security;
create policy of_unit on inquiry using (desk_tenant(tenant) and desk_unit(unit));

-- Of the log a department sees what happened in it and what left it.
alter table log enable row level security;
alter table log force row level security;
create policy of_unit on log using (desk_tenant(tenant) and (desk_unit(unit) or desk_unit(from_unit)));
