-- The encrypted database of one computer. What the server said (base_inquiry), what people did here and the
-- server has not confirmed (outbox), and what the screen shows: the one with the other replayed on it (inquiry).

-- One row: counters that every transaction moves. Small, because every save writes it.
create table device (
    id integer primary key check (id = 1),
    device_seq integer not null default 0,      -- last command's place on this device
    prev_hash text not null,                    -- its hash, hexadecimal
    provisional integer not null default 0,     -- last provisional number given
    epoch integer not null default 0,           -- epoch of the server's log
    cursor integer not null default 0,          -- last sequence of the server's log applied here
    audit_seq integer not null default 0,
    audit_head blob not null,                   -- hash of the last audit entry
    generation integer not null default 0,      -- rises with every change of an inquiry's row
    identity_generation integer not null default 0,
    fts_stale integer not null default 0        -- 1: the search index has to be made again from the rows
) strict;
insert into device (id, prev_hash, audit_head)
values (1, '0000000000000000000000000000000000000000000000000000000000000000', zeroblob(32));

-- Who this computer is to the server: token, keys, scope, the legal profile. JSON; absent before enrolment.
create table identity (
    id integer primary key check (id = 1),
    body text not null
) strict;

-- An inquiry as it is shown. `content` is its JSON while commands of this device are unconfirmed, and null while
-- it equals base_inquiry.content. All other columns are read out of it for lists, search and reports.
create table inquiry (
    id integer primary key,
    uuid blob not null unique check (length(uuid) = 16),
    content text,
    unit text not null,
    state text not null,
    number text not null,               -- official number as shown; '' while there is none
    provisional text not null,          -- provisional number as shown; ''
    number_year integer,
    number_serial integer,              -- of the official number, else of the provisional one
    due integer,                        -- days since 1970-01-01
    received_at integer not null,       -- seconds since 1970-01-01 UTC
    received integer not null,          -- day in the body's own time, days since 1970-01-01
    registered integer,                 -- day, likewise
    answered integer,                   -- day of signing, forwarding or leaving without consideration
    closed integer,                     -- day of removal from control
    ending text not null,               -- 'approve', 'forward', 'not_considered' or ''
    dispatched integer,                 -- day
    delivery text not null,             -- way of delivery; ''
    extended integer not null,          -- days added by extension
    kind text not null,
    channel text not null,
    lang text not null,
    topic text not null,                -- ''
    territory text not null,            -- ''
    category text not null,             -- social category of the first applicant; ''
    outcome text not null,              -- ''
    executor blob,
    repeat_of blob,
    source_key text,                    -- key of the website's submission
    applicant text not null,            -- name of the first one; ''
    applicant_key blob not null,        -- sorts by the Kyrgyz alphabet
    applicants integer not null,
    subject text not null,
    attachments integer not null,
    conflicts integer not null,         -- open ones
    flags integer not null,             -- 1 collective, 2 minor, 4 restricted, 8 anonymous
    search_hash integer,                -- of the words in the search index; null: not in it
    base_unit text,                     -- of the server's row; null while the server has none
    base_seq integer,                   -- log sequence of its latest change
    base_sum blob                       -- its checksum (protocol::checksum), big-endian
) strict;
create index inquiry_repeat on inquiry (repeat_of) where repeat_of is not null;
create index inquiry_source on inquiry (source_key) where source_key is not null;

-- Who helps on a case: with the executor, those who may see it when it is restricted.
create table co_executor (
    inquiry_id integer not null references inquiry (id) on delete cascade,
    staff blob not null,
    primary key (inquiry_id, staff)
) strict, without rowid;

-- The server's row, byte for byte as it came. What lists and checksums need of it stands in `inquiry`, so that
-- nothing but a case's screen reads these pages.
create table base_inquiry (
    id integer primary key references inquiry (id) on delete cascade,
    content text not null
) strict;

-- Running checksum of the server's rows of a unit, compared with the server's own.
create table bucket (
    unit text primary key,
    rows integer not null,
    sum blob not null                   -- 16 bytes, big-endian
) strict, without rowid;

-- Units whose rows have to be compared with the server's part by part.
create table repair (
    unit text primary key
) strict, without rowid;

-- What people did here. A command stays until the server says that its outcome is durable.
create table outbox (
    device_seq integer primary key,
    command blob not null unique check (length(command) = 16),
    inquiry blob not null,
    act text not null,
    at text not null,                   -- RFC 3339
    signed text not null,               -- the signed text, byte for byte
    signature text not null,            -- hexadecimal
    roles text not null,                -- roles of the actor at the time, JSON: needed to replay
    fields text not null,               -- fields that it changed, JSON
    status text not null default 'queued',  -- queued | acked (outcome known, row not yet pulled) | done | rejected
    seq integer                         -- log sequence at which it took effect
) strict;
create index outbox_open on outbox (inquiry, device_seq) where status in ('queued', 'acked');
create index outbox_queued on outbox (device_seq) where status = 'queued';

-- Commands that the server refused, kept with their content until a person has seen them.
create table rejected (
    command blob primary key,
    inquiry blob not null,
    act text not null,
    at text not null,
    refusal text not null,              -- JSON
    signed text not null,               -- the command's text, so that nothing of what was typed is lost
    seen integer not null default 0
) strict, without rowid;
create index rejected_inquiry on rejected (inquiry);

-- Words of each inquiry, folded. Only rowids come back, so neither text nor positions are stored.
create virtual table search using fts5 (
    words, content = '', columnsize = 0, detail = none, prefix = '2 3',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* S* P* Co'"
);
insert into search (search, rank) values ('secure-delete', 1);

-- Inquiries whose words are not in the search index yet: a first sync is indexed afterwards, in pieces.
create table unindexed (
    id integer primary key references inquiry (id) on delete cascade
) strict;

-- Text found in an attachment.
create table attachment_text (
    attachment blob primary key,
    inquiry_id integer not null references inquiry (id) on delete cascade,
    text text not null
) strict, without rowid;
create index attachment_text_inquiry on attachment_text (inquiry_id);

-- A file stored encrypted beside the database. Without its row, and so its key, nothing can be read of it.
create table file (
    id integer primary key,
    attachment blob not null unique check (length(attachment) = 16),
    inquiry blob,                       -- null while it is staged
    name text not null,
    media_type text not null,
    size integer not null,              -- bytes
    sha256 blob not null check (length(sha256) = 32),
    key blob not null check (length(key) = 32),
    nonce blob not null,
    warnings text not null              -- JSON list of codes
) strict;
create index file_sha256 on file (sha256);
create index file_inquiry on file (inquiry);

-- Files whose row is gone and whose bytes have still to be removed.
create table file_gone (
    attachment blob primary key
) strict, without rowid;

-- Files that the server does not have yet.
create table blob_up (
    sha256 blob primary key,
    size integer not null,
    attachment blob not null,
    command blob not null,              -- goes after this command has gone
    receipt text                        -- JSON, once the server has given it
) strict, without rowid;

-- Files that are not here yet.
create table blob_down (
    attachment blob primary key,
    inquiry blob not null,
    sha256 blob not null,
    size integer not null,
    name text not null,
    media_type text not null
) strict, without rowid;
create index blob_down_sha256 on blob_down (sha256);
create index blob_down_inquiry on blob_down (inquiry);

-- Chunks of a file that is being fetched, each encrypted by the database like everything else.
create table blob_part (
    sha256 blob not null,
    n integer not null,
    bytes blob not null,
    primary key (sha256, n)
) strict;

-- What was typed but not yet done.
create table draft (
    key text primary key,
    body text not null
) strict, without rowid;

-- Settings that belong to the data rather than to the computer.
create table setting (
    key text primary key,
    value text not null
) strict, without rowid;

-- What happened on this computer: each entry carries the hash of the one before. The fields themselves are only
-- committed to, with a salt of their own; when a person's data are erased, the salt goes and the chain still holds.
create table audit (
    seq integer primary key,
    at text not null,                   -- RFC 3339
    actor blob,
    act text not null,
    command blob,
    inquiry blob,
    salt blob,
    commitment blob not null,
    prev blob not null,
    hash blob not null
) strict;
