select o.command, o.inquiry, coalesce(nullif(i.number, ''), i.provisional, '') as number, o.act, o.at
from outbox o
left join inquiry i on i.uuid = o.inquiry
where o.status = 'queued'
order by o.device_seq
limit 500
