-- Whoever knows a file's hash does not have the file. A reference made by a device that has not shown that it has the bytes
-- names that device here, and opens the file to nobody.
alter table blob_ref add column claimed_by blob;

-- Chunks of a file that a device with such a reference has sent, whether the server had them or not.
create table blob_proof (
    tenant blob not null references tenant (id),
    sha256 text not null,
    device blob not null references device (id),
    n integer not null,
    primary key (tenant, sha256, device, n)
) without rowid;
