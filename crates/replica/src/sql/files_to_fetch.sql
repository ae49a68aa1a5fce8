select sha256, size
from blob_down
group by sha256
order by size
limit 500
