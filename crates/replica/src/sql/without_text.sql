select f.inquiry, f.attachment, f.media_type
from file f
join inquiry i on i.uuid = f.inquiry
where not exists (select 1 from attachment_text t where t.attachment = f.attachment)
order by f.id desc
limit ?
