select json_group_array(json_array(
           hex(uuid), unit, number, provisional, state, received, registered, due, answered, ending, dispatched,
           delivery, closed, extended, kind, channel, lang, topic, territory, category, outcome, hex(executor), flags,
           repeat_of is not null)),
       max(id)
from (select * from inquiry where id > ?1 and received between ?3 and ?4 order by id limit ?2)
