select i.id, i.uuid, i.number, i.provisional, i.due, i.applicant, i.applicants, i.subject, i.topic, i.state,
       i.territory, i.kind, i.lang, i.executor, i.received, i.attachments, i.conflicts, i.flags,
       i.repeat_of is not null
from json_each(?) wanted
join inquiry i on i.id = wanted.value
