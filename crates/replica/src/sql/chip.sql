select (select count(*) from outbox where status = 'queued') as queued,
       (select count(*) from rejected where seen = 0) as rejected,
       (select count(*) from blob_up where receipt is null) + (select count(distinct sha256) from blob_down) as files
