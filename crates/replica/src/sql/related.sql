with this as (select id, uuid, repeat_of, received_at from inquiry where uuid = ?)
select r.id, r.uuid, coalesce(nullif(r.number, ''), r.provisional), r.subject,
       r.received_at < this.received_at or r.uuid = this.repeat_of as earlier
from this
join inquiry r on r.uuid = this.repeat_of
   or r.repeat_of = this.uuid
   or (this.repeat_of is not null and r.repeat_of = this.repeat_of)
where r.id != this.id
order by r.received_at
