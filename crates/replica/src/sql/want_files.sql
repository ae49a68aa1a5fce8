insert into blob_down (attachment, inquiry, sha256, size, name, media_type)
select unhex(value ->> 0), unhex(value ->> 1), unhex(value ->> 2), value ->> 3, value ->> 4, value ->> 5
from json_each(?)
where not exists (select 1 from file where attachment = unhex(value ->> 0))
-- A row that came spoilt named another file. Once it is repaired, that one is not asked for any more.
on conflict (attachment) do update
set inquiry = excluded.inquiry, sha256 = excluded.sha256, size = excluded.size, name = excluded.name,
    media_type = excluded.media_type
