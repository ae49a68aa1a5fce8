select id, uuid, received_at, due, number, provisional, number_year, number_serial, state, flags, topic, territory,
       applicant_key, executor, conflicts
from inquiry
order by id
