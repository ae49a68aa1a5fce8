-- Pages of the database file, from one number to another.
with recursive number (n) as (
    select ?1
    union all
    select n + 1 from number where n < ?2
)
select page.pgno, page.data
from number cross join sqlite_dbpage page on page.pgno = number.n
