select d.epoch, d.cursor,
       coalesce((select min(device_seq) - 1 from outbox where status = 'queued'), d.device_seq) as acked,
       (select count(*) from outbox where status = 'queued') as queued,
       d.identity_generation, d.device_seq, d.old_copy
from device d
where d.id = 1
