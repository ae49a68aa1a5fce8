insert into blob_down (attachment, inquiry, sha256, size, name, media_type)
select unhex(value ->> 0), unhex(value ->> 1), unhex(value ->> 2), value ->> 3, value ->> 4, value ->> 5
from json_each(?)
where not exists (select 1 from file where attachment = unhex(value ->> 0))
    -- A description that no file can have is left alone: the row that holds it still has to come in.
    and unhex(value ->> 1) is not null and typeof(value ->> 3) = 'integer'
-- A row that came spoilt named another file. Once it is repaired, that one is not asked for any more.
on conflict (attachment) do update
set inquiry = excluded.inquiry, sha256 = excluded.sha256, size = excluded.size, name = excluded.name,
    media_type = excluded.media_type
