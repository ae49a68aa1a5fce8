select u.id, i.uuid, coalesce(i.content, b.content)
from unindexed u
join inquiry i on i.id = u.id
left join base_inquiry b on b.id = u.id
order by u.id
limit ?
