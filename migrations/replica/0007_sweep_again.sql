-- Rows that were taken away before pages were swept left what 0006 counts from: one sweep is due where there are rows.
update device set removed = removed + 1 where exists (select 1 from inquiry);
