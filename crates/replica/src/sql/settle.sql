-- What outcomes made of their commands: a list of place on this device, status, sequence in the log.
update outbox
set status = settled.status, seq = settled.seq, was = null
from (
    select value ->> 0 as place, value ->> 1 as status, value ->> 2 as seq from json_each(?)
) as settled
where outbox.device_seq = settled.place
