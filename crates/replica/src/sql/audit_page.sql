select seq, at, actor, act, command, inquiry, commitment, prev, hash
from audit
where seq > ?
order by seq
limit ?
