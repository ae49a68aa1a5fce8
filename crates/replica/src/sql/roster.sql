select json_group_array(json_array(
           id, hex(uuid), received_at, due, number, provisional, number_year, number_serial, state, flags, topic,
           territory, hex(applicant_key), hex(executor), conflicts)),
       max(id)
from (select * from inquiry where id > ?1 order by id limit ?2)
