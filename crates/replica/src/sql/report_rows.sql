select uuid, unit, number, provisional, state, received, registered, due, answered, ending, dispatched, delivery,
       closed, extended, kind, channel, lang, topic, territory, category, outcome, executor, flags,
       repeat_of is not null
from inquiry
where received between ? and ?
order by received, id
