select u.sha256, u.size
from blob_up u
where u.receipt is null
  and not exists (select 1 from outbox o where o.command = u.command and o.status = 'queued')
order by u.size
