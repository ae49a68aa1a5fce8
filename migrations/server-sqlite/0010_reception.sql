-- The Electronic Reception: a page of the server's own where citizens write, and how a website's form is read.

create table reception (
    tenant blob primary key not null references tenant (id),
    -- The page's address, `/reception/<slug>`; null while the body has no page.
    slug text unique,
    -- The department that receives what the page takes.
    unit text,
    -- Whether the page is served.
    open integer not null,
    -- The policy that people agree to, as its file says it (TOML); null while there is none.
    policy text,
    -- How the website's form is read, as its file says it (TOML); null where it has this server's own names.
    mapping text
);

-- A short number for the citizen, from the case's key: with it and the secret one may ask how it stands. Null for
-- receipts from before it was given.
alter table intake_receipt add column reference text;
create index intake_receipt_reference on intake_receipt (tenant, reference) where reference is not null;
