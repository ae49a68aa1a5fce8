select coalesce(i.content, b.content), i.search_hash
from inquiry i
left join base_inquiry b on b.id = i.id
where i.uuid = ?
