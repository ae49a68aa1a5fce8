insert or ignore into blob_down (attachment, inquiry, sha256, size, name, media_type)
select ?1, ?2, ?3, ?4, ?5, ?6
where not exists (select 1 from file where attachment = ?1)
