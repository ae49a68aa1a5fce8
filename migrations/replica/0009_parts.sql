-- Chunks of a file go with the last one who wants it, whatever takes that one away: the file is here, its case was
-- erased, or a repaired row names another file. A crash between the two had left chunks that no erasure found again.
create trigger blob_down_gone after delete on blob_down
when not exists (select 1 from blob_down where sha256 = old.sha256)
begin
    delete from blob_part where sha256 = old.sha256;
end;

create trigger blob_down_other after update of sha256 on blob_down
when not exists (select 1 from blob_down where sha256 = old.sha256)
begin
    delete from blob_part where sha256 = old.sha256;
end;

-- Those that were left: with them a sweep is due.
update device set removed = removed + 1
where exists (select 1 from blob_part where sha256 not in (select sha256 from blob_down));
delete from blob_part where sha256 not in (select sha256 from blob_down);
