select i.id, i.uuid, i.base_unit, i.base_seq, b.content
from inquiry i
join base_inquiry b on b.id = i.id
where i.id > ? and i.base_unit is not null
order by i.id
limit 2000
