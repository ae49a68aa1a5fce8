-- Restricted cases reach only the devices of those whom they concern. Their rows lie in a bucket of their own beside
-- their department's, called `<department>~restricted`: columns `unit` of inquiry, log and unit_sum name buckets.

-- Of a restricted case those named on it, a JSON list of their ids; null for every other case.
alter table inquiry add column seen_by text;
-- The same of a case after a change, and before it. `from_unit` is set wherever a change moved a case to another bucket or
-- changed who is named on a restricted one: where it left.
alter table log add column seen_by text;
alter table log add column from_seen_by text;

-- Last sequence of the log when what the device may see last changed: its departments, its people, their roles. Of what
-- left its sight up to there it is not told: it may never have had it, and must not learn of it.
alter table device add column sight_since integer not null default 0;

update inquiry
set
    unit = unit || '~restricted',
    seen_by = (
        select json_group_array(named.value)
        from (
            select content ->> '$.executor' as value where content ->> '$.executor' is not null
            union
            select value from json_each(content, '$.co_executors')
        ) as named
    )
where content like '%"restricted":true%';

-- The sums of buckets that changed are left to be counted by the program, which adds numbers of 128 bits.
update unit_sum set row_count = -1
where (tenant, unit || '~restricted') in (select tenant, unit from inquiry where seen_by is not null);
insert into unit_sum (tenant, unit, row_count, sum)
select distinct tenant, unit, -1, zeroblob(16) from inquiry where seen_by is not null;
